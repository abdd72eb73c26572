//! Workbooks as the national system exports them: forty columns, half of them nobody's here.

use domain::identity::make_id_number;
use domain::time::parse_date;
use protocol::roster::RosterRow;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::bench::Error;
use crate::county::COUNTY_NAME;
use crate::stage::Stage;

/// People of one household.
const PEOPLE: usize = 4;

/// Columns of each sheet.
const COLUMNS: u16 = 40;

/// Bytes of the largest file a county takes.
const LARGEST: usize = 64 * 1024 * 1024;

/// A village with its town.
pub(super) struct Village {
    town: String,
    name: String,
}

pub(super) fn areas(stage: &Stage) -> Vec<Village> {
    let areas = || {
        stage.county.rows.iter().filter_map(|row| match row {
            RosterRow::Area(area) => Some(area),
            _ => None,
        })
    };
    let town = |code: &str| areas().find(|area| area.code == code[..9]);
    areas()
        .filter(|area| area.code.len() == 12)
        .filter_map(|area| {
            Some(Village {
                town: town(&area.code)?.name.clone(),
                name: area.name.clone(),
            })
        })
        .collect()
}

const HOUSEHOLD: [&str; 12] = [
    "省",
    "市",
    "县",
    "乡",
    "村",
    "户编号",
    "户主姓名",
    "户联系电话",
    "户类型",
    "年度家庭人口数",
    "工资性收入",
    "是否有卫生厕所",
];

fn number(at: usize) -> String {
    format!("6299{at:012}")
}

fn household(areas: &[Village], at: usize, is_later: bool) -> [String; 12] {
    let village = &areas[at % areas.len()];
    // One in a hundred has another telephone by then.
    let later = usize::from(is_later && at.is_multiple_of(100));
    [
        "某省",
        "某市",
        COUNTY_NAME,
        &village.town,
        &village.name,
        &number(at),
        &format!("王{}", at % 997),
        &format!("138{:08}", at * 2 + later),
        "脱贫户",
        "4",
        &format!("{}.00", 8000 + at % 9000),
        "是",
    ]
    .map(str::to_owned)
}

/// A workbook of so many households.
pub(super) fn households(areas: &[Village], rows: usize, is_later: bool) -> Result<Vec<u8>, Error> {
    book(
        HOUSEHOLD,
        (0..rows).map(|at| household(areas, at, is_later)),
    )
}

const MEMBER: [&str; 12] = [
    "户编号",
    "人口编号",
    "姓名",
    "性别",
    "证件号码",
    "民族",
    "与户主关系",
    "文化程度",
    "健康状况",
    "劳动技能",
    "是否参加城乡居民基本医疗保险",
    "成员联系电话",
];

fn member(at: usize, is_later: bool) -> [String; 12] {
    let birth = format!("{}-{:02}-{:02}", 1940 + at % 80, 1 + at % 12, 1 + at % 28);
    let later = usize::from(is_later && at.is_multiple_of(100));
    // Of the same birthday there are few: each number is one person's.
    let id_number = parse_date(&birth).and_then(|birth| {
        let area = format!("6299{:02}", at / 84_000 + 10);
        make_id_number(&area, birth, u16::try_from(at / 1680 % 1000).ok()?)
    });
    [
        number(at / PEOPLE).as_str(),
        &format!("62990{at:012}"),
        &format!("王{}", at % 997),
        "男",
        &id_number.unwrap_or_default(),
        "汉族",
        if at.is_multiple_of(PEOPLE) {
            "户主"
        } else {
            "之子"
        },
        "初中",
        "健康",
        "普通劳动力",
        "是",
        &format!("139{:08}", at * 2 + later),
    ]
    .map(str::to_owned)
}

/// A workbook of so many members.
pub(super) fn members(rows: usize, is_later: bool) -> Result<Vec<u8>, Error> {
    book(MEMBER, (0..rows).map(|at| member(at, is_later)))
}

fn book<const N: usize>(
    labels: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, Error> {
    let make = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.write_string(0, 0, "信息导出")?;
        for (column, label) in (0..).zip(labels) {
            sheet.write_string(1, column, label)?;
        }
        let first = u16::try_from(N).unwrap_or(COLUMNS);
        for column in first..COLUMNS {
            sheet.write_string(1, column, format!("其他信息{column}"))?;
        }
        for (line, row) in (2..).zip(rows) {
            for (column, text) in (0..).zip(&row) {
                sheet.write_string(line, column, text)?;
            }
            for column in first..COLUMNS {
                sheet.write_string(line, column, "否")?;
            }
        }
        book.save_to_buffer()
    };
    make().map_err(|_| Error::Wrong("a workbook could not be made"))
}

/// Text with as many bytes as a county takes at once.
pub(super) fn largest(areas: &[Village]) -> Vec<u8> {
    let other = "其他信息".repeat(20);
    let mut text = format!("{},备注\n", HOUSEHOLD.join(","));
    for at in 0.. {
        let line = format!("{},{other}{at}\n", household(areas, at, false).join(","));
        if text.len() + line.len() > LARGEST {
            break;
        }
        text.push_str(&line);
    }
    text.into_bytes()
}
