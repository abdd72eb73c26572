//! Names of people and places, made from parts.

use fastrand::Rng;

/// Common surnames; a few polyphonic ones (单, 解, 曾) so that search by pinyin meets them.
const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛",
    "叶", "阎", "单", "解", "欧阳", "司马",
];

const MALE: &[&str] = &[
    "建国", "志强", "永福", "国栋", "守义", "长贵", "有才", "文斌", "海军", "明远", "家旺", "春生",
    "铁柱", "根生", "广田", "世杰", "玉山", "金龙", "俊峰", "小军", "宏伟", "天佑", "保林", "兴旺",
    "德才", "祎", "喆", "浩", "鹏", "磊",
];

const FEMALE: &[&str] = &[
    "秀英", "桂兰", "玉梅", "春花", "淑芬", "翠萍", "凤霞", "月娥", "小红", "雪莲", "彩霞", "巧云",
    "丽娟", "海燕", "文静", "金凤", "爱琴", "改花", "香莲", "婷婷", "珺", "艳", "娜", "敏",
];

const TOWNS: &[&str] = &[
    "云溪", "石门", "柳林", "清河", "太平", "永安", "双桥", "白马", "凤凰", "龙泉", "青石", "红岩",
    "大坪", "松坡", "南沟", "北川",
];

const VILLAGE_FIRST: &[&str] = &[
    "上", "下", "前", "后", "东", "西", "南", "北", "大", "小", "新", "老", "高", "石", "杨", "柳",
    "李", "王", "马", "白", "青", "红", "黑", "双",
];

const VILLAGE_LAST: &[&str] = &[
    "湾", "沟", "坪", "岭", "庄", "家坡", "树坪", "河滩", "崖头", "土梁", "水泉", "窑村", "堡子",
    "山咀",
];

/// A family name.
pub fn surname(rng: &mut Rng) -> &'static str {
    SURNAMES[rng.usize(..SURNAMES.len())]
}

/// A given name.
pub fn given(rng: &mut Rng, male: bool) -> &'static str {
    let list = if male { MALE } else { FEMALE };
    list[rng.usize(..list.len())]
}

/// A whole name.
pub fn person(rng: &mut Rng, male: bool) -> String {
    format!("{}{}", surname(rng), given(rng, male))
}

/// The town's name by its place in the county: the last quarter are townships (乡).
pub fn town(index: usize, of: usize) -> String {
    let kind = if index * 4 >= of * 3 { "乡" } else { "镇" };
    format!("{}{kind}", TOWNS[index % TOWNS.len()])
}

/// A village's name, different for every index within a town.
pub fn village(town: usize, index: usize) -> String {
    let combinations = VILLAGE_FIRST.len() * VILLAGE_LAST.len();
    // A stride without a common factor visits every pair once before repeating.
    let at = (town * 37 + index * 29) % combinations;
    let (first, last) = (at % VILLAGE_FIRST.len(), at / VILLAGE_FIRST.len());
    format!("{}{}村", VILLAGE_FIRST[first], VILLAGE_LAST[last])
}

/// The unit that sends a cadre.
pub fn unit(rng: &mut Rng) -> &'static str {
    const UNITS: &[&str] = &[
        "县农业农村局",
        "县教育局",
        "县水务局",
        "县住建局",
        "县医保局",
        "县民政局",
        "县卫生健康局",
        "县财政局",
        "县自然资源局",
        "县委组织部",
        "县交通运输局",
        "县林业和草原局",
        "市供电公司",
        "市第一中学",
        "省农科院",
    ];
    UNITS[rng.usize(..UNITS.len())]
}
