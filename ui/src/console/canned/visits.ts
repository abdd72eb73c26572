import type { AnsweredItem, BatchPage, BatchRow, HouseholdPage, HouseholdRow, Labelled, VisitPage, VisitRow } from '../api'
import { now } from './people'

const hour = 3_600_000
const code = (name: string, zh: string, en: string): Labelled => ({ code: name, zh, en })
const severe = {
  critical: code('critical', '红色-保障未达标', 'Red: a guarantee is not met'),
  major: code('major', '橙色-政策未落实/风险明显', 'Orange: plain risk'),
  minor: code('minor', '黄色-一般问题', 'Yellow: ordinary'),
}
const heads = ['王德福', '李桂兰', '张永强', '刘玉梅', '杨根生', '何秀莲', '郭长顺', '唐满仓']

export const visits: VisitRow[] = heads.map((head_name, at) => ({
  visit_id: `v${at + 1}`, revision: at === 2 ? 2 : 1,
  state: at < 5 ? 'batched' : (['county_accepted', 'returned', 'submitted'][at - 5] ?? 'submitted'),
  household_id: `h${at + 1}`, head_name, town: '桃源镇', village: '上河村', visitor_name: at % 2 ? '李春燕' : '赵明德',
  ended_ms: now - (3 + at * 5) * hour, received_ms: now - (2 + at * 5) * hour, problems: [3, 0, 1, 0, 0, 0, 2, 0][at] ?? 0,
  photos: at === 3 ? 1 : 3, photos_verified: at === 3 ? 1 : at === 2 ? 2 : 3,
  flags: [['location_far', 'rules_differ'], [], ['imported_photo'], [], [], [], ['no_photo', 'late'], []][at] ?? [],
}))

export const batch: BatchRow = {
  batch_id: 'b1', state: code('partially_accepted', '部分采信', 'Partly accepted'), town: '桃源镇', village: '上河村', sender_name: '赵明德', visits: 7, waiting: 5, accepted: 1, returned: 1,
  problems: 6, photos_outstanding: 1, sent_ms: now - 3 * hour, received_ms: now - 2.6 * hour,
}
export const batches: BatchRow[] = [
  batch,
  { ...batch, batch_id: 'b2', state: code('received', '县级已接收', 'Received'), town: '云台乡', village: '石门村', sender_name: '周文斌', visits: 14, waiting: 14, accepted: 0, returned: 0, problems: 3, photos_outstanding: 6, received_ms: now - 7 * hour },
  { ...batch, batch_id: 'b3', state: code('accepted', '全部采信', 'All accepted'), town: '青岩镇', village: '大坪村', sender_name: '吴海涛', visits: 22, waiting: 0, accepted: 22, returned: 0, problems: 0, photos_outstanding: 0, received_ms: now - 30 * hour },
  { ...batch, batch_id: 'b4', state: code('rejected', '整批退回', 'Returned whole'), town: '青岩镇', village: '柳沟村', sender_name: '郑晓峰', visits: 3, waiting: 0, accepted: 0, returned: 3, problems: 1, photos_outstanding: 0, received_ms: now - 52 * hour },
]
export const batchPage = (): BatchPage => ({
  batch, manifest_sha256: '9f2c81aa03de77b1405f6a2be19c0d3384aa41f7c6e2950d8b7f10c2aa91e3f4', visits: visits.slice(0, 7),
})

export const households: HouseholdRow[] = heads.map((head_name, at) => ({
  household_id: `h${at + 1}`, number: `62050210320${4 + at}00${17 + at}`, head_name, town: '桃源镇', village: '上河村', group: `第${(at % 4) + 1}组`, size: 2 + (at % 4),
  category: at % 3 === 0 ? code('sudden_hardship', '突发严重困难户', 'Sudden hardship') : at % 3 === 1 ? code('unstable', '脱贫不稳定户', 'Unstable exit') : null,
  helper_name: at === 5 ? null : at % 2 ? '李春燕' : '赵明德', last_visit_ms: at === 7 ? null : now - at * 90 * hour, visits: at === 7 ? 0 : 9 - at, contested: at === 0 ? 1 : 0,
}))

export const householdPage = (at: number): HouseholdPage => ({
  household: households[at] ?? households[0]!, phone_masked: '138****2046', address: '上河村第1组 18 号', base_type: code('exited', '脱贫户', 'Exited'), monitor_since: '2024-03',
  risks: [code('illness', '因病', 'Illness'), code('lack_labor', '因缺劳动力', 'Lack of labour')], risks_hidden: 0, risk_eliminated: false, net_income_fen: 3_824_050, shows_health: true, members_ill: 1,
  members: [
    { member_id: 'm1', name: '王德福', id_number_masked: '620502********1234', relation: '户主', gender: code('1', '男', 'Male'), birth: '1958-04-11', health: [code('chronic', '长期慢性病', 'Chronic illness')], labor: code('weak', '弱劳动力或半劳动力', 'Weak'), medins: code('resident', '城乡居民基本医疗保险', 'Residents’ insurance'), pension: code('receiving', '已领取养老金', 'Drawing a pension'), phone_masked: '138****2046', change: null, changed_on: null, active: true },
    { member_id: 'm2', name: '张秀兰', id_number_masked: '620502********0026', relation: '配偶', gender: code('2', '女', 'Female'), birth: '1961-09-02', health: [code('healthy', '健康', 'Healthy')], labor: code('ordinary', '普通劳动力', 'Ordinary'), medins: code('resident', '城乡居民基本医疗保险', 'Residents’ insurance'), pension: code('receiving', '已领取养老金', 'Drawing a pension'), phone_masked: null, change: null, changed_on: null, active: true },
    { member_id: 'm3', name: '王小燕', id_number_masked: '620502********4521', relation: '孙女', gender: code('2', '女', 'Female'), birth: '2013-06-20', health: [code('healthy', '健康', 'Healthy')], labor: code('none', '无劳动力', 'None'), medins: code('resident', '城乡居民基本医疗保险', 'Residents’ insurance'), pension: null, phone_masked: null, change: null, changed_on: null, active: true },
    { member_id: 'm4', name: '王建军', id_number_masked: '620502********7717', relation: '之子', gender: code('1', '男', 'Male'), birth: '1986-01-15', health: [], labor: null, medins: null, pension: null, phone_masked: null, change: code('move_out', '户籍迁出', 'Registered elsewhere'), changed_on: '2026-05-12', active: false },
  ],
  visits: visits.slice(0, 3),
  contested: at !== 0 ? [] : [{
    kind: 'household', record_id: 'h1', of: heads[0] ?? '', version: 4, field: code('phone', '联系电话', 'Phone'),
    values: [
      { contest_id: null, zh: '13800002046', en: '13800002046', by_name: '李春燕', at_ms: now - 40 * hour },
      { contest_id: 'c9', zh: '13900007788', en: '13900007788', by_name: '赵明德', at_ms: now - 30 * hour },
    ],
  }],
})

const answer = (item: string, zh: string, en: string, answer_zh: string, answer_en: string, more: Partial<AnsweredItem> = {}): AnsweredItem =>
  ({ item, zh, en, answer_zh, answer_en, unchanged: true, before_zh: null, before_en: null, raised: false, ...more })
const asked = { unchanged: false }

export const reasons = [
  code('photo_missing', '照片缺失/不合格', 'Photo missing or poor'), code('geo_out_of_fence', '定位不在村域', 'Location outside the village'), code('geo_mock', '疑似虚拟定位', 'Mock location suspected'), code('time_abnormal', '时间异常', 'Odd times'),
  code('duplicate', '重复走访记录', 'Duplicate'), code('incomplete', '内容不完整', 'Incomplete'), code('contradiction', '前后矛盾/与系统数据不一致', 'Contradiction'), code('wrong_household', '走访对象错误', 'Wrong household'), code('not_in_person', '疑似电话访/代访', 'Not in person'), code('copy_paste', '雷同记录', 'Copied'), code('privacy', '照片或文字含不应采集的信息', 'Privacy'), code('other', '其他', 'Other'),
]

export function visitPage(id: string): VisitPage {
  const at = Math.max(0, visits.findIndex((visit) => visit.visit_id === id))
  const visit = visits[at] ?? visits[0]!
  const first = at === 0
  const waiting = visit.state === 'batched'
  return {
    visit, household: households[at] ?? households[0]!, profile: 'routine', template_version: '2026.1', started_ms: visit.ended_ms - 27 * 60_000,
    time: { ended_ms: visit.ended_ms, error_ms: [1_820, 400, 5_400_000][at % 3] ?? 400, basis: ['contact', 'contact', 'offset'][at % 3] ?? 'contact', wall_off_ms: at === 2 ? 366 * 24 * hour : 300 },
    location: at === 6 ? null : { lat: 34.580912, lon: 105.724803, accuracy_m: first ? 18 : 9, provider: 'gps', mock: 'no', distance_m: first ? 1240 : 38 },
    location_missing: at === 6 ? '山沟里收不到卫星信号' : null, photo_waiver: null, batch_id: at < 7 ? 'b1' : null,
    sections: [
      { code: 'visit_basics', zh: '走访基本情况', en: 'The visit', groups: [{ member_id: null, member_name: null, answers: [
        answer('visit_method', '走访方式', 'How', '入户走访', 'At the dwelling', asked), answer('household_presence', '农户是否在家', 'At home', '在家', 'At home', asked), answer('respondent_member', '受访人', 'Spoken to', '张秀兰', '张秀兰', asked),
      ] }] },
      { code: 'basic_living', zh: '吃穿', en: 'Food and clothes', groups: [{ member_id: null, member_name: null, answers: [
        answer('grain_sufficient', '主食够吃', 'Enough grain', '是', 'Yes'), answer('protein_available', '肉蛋奶豆', 'Protein', '经常', 'Often'), answer('seasonal_clothing', '应季衣服', 'Clothes', '是', 'Yes'), answer('bedding_sufficient', '被褥够用', 'Bedding', '是', 'Yes'),
      ] }] },
      { code: 'basic_medical', zh: '基本医疗', en: 'Medical care', groups: [
        { member_id: 'm1', member_name: '王德福', answers: [
          answer('medins_type', '参加医疗保险', 'Insurance', first ? '未参保' : '城乡居民基本医疗保险', first ? 'None' : 'Resident', first ? { unchanged: false, before_zh: '城乡居民基本医疗保险', before_en: 'Resident', raised: true } : {}),
          answer('health_status', '健康状况', 'Health', '长期慢性病', 'Chronic illness'), answer('chronic_card', '慢病证', 'Chronic card', first ? '未办理' : '已办理', first ? 'No' : 'Yes', first ? { unchanged: false, raised: true } : {}), answer('family_doctor', '家庭医生签约', 'Family doctor', '已签约', 'Yes'),
        ] },
        { member_id: 'm2', member_name: '张秀兰', answers: [answer('medins_type', '参加医疗保险', 'Insurance', '城乡居民基本医疗保险', 'Resident'), answer('health_status', '健康状况', 'Health', '健康', 'Healthy')] },
      ] },
      { code: 'housing', zh: '住房安全', en: 'Housing', groups: [{ member_id: null, member_name: null, answers: [
        answer('housing_structure', '房屋结构', 'Structure', '砖混', 'Brick and concrete'), answer('housing_grade', '鉴定等级', 'Grade', 'B级', 'B'), answer('visible_danger', '可见险情', 'Visible danger', first ? '屋面漏雨' : '无', first ? 'Leaking roof' : 'None', first ? { unchanged: false, before_zh: '无', before_en: 'None' } : {}),
      ] }] },
      { code: 'drinking_water', zh: '饮水安全', en: 'Drinking water', groups: [{ member_id: null, member_name: null, answers: [
        answer('water_source', '水源', 'Source', '集中供水入户', 'Piped'), answer('water_lpd', '每人每天水量(升)', 'Litres a day', '60', '60'), answer('water_clear', '水是否清澈', 'Clear', '是', 'Yes'),
      ] }] },
      { code: 'employment', zh: '就业', en: 'Work', groups: [{ member_id: 'm2', member_name: '张秀兰', answers: [
        answer('work_place', '务工地点', 'Place', '乡（镇）内务工', 'In the town', first ? { unchanged: false, before_zh: '在家务农', before_en: 'At home' } : {}), answer('public_post', '公益岗位', 'Public post', '乡村保洁员', 'Cleaner'),
      ] }] },
    ],
    photos: Array.from({ length: visit.photos }, (_, place) => ({
      photo_id: `${id}-${place}`, kind: [code('visit_scene', '入户现场（干部与农户同框）', 'At the household'), code('house_outside', '房屋外观', 'House outside'), code('water_facility', '供水设施', 'Water')][place] ?? code('other', '其他', 'Other'),
      item: 'visit_scene_photo', sha256: `canned-${place}`, verified: place < visit.photos_verified, taken_ms: visit.ended_ms - place * 300_000, imported: at === 2 && place === 1, exif: null, width: 1600, height: 1200, matches: [],
    })),
    problems: first ? [
      { key: 'k2', title: '慢病证未办理', title_en: 'No chronic-disease certificate', member_name: '王德福', category: code('medical', '基本医疗', 'Medical'), severity: severe.minor, dismissed: null, differs: false },
      { key: 'k1', title: '未参加本年度医疗保险', title_en: 'Not in medical insurance this year', member_name: '王德福', category: code('medical', '基本医疗', 'Medical'), severity: severe.critical, dismissed: null, differs: false },
      { key: 'k3', title: '房屋有可见险情未鉴定', title_en: 'Danger signs, but the house is not appraised', member_name: null, category: code('housing', '住房安全', 'Housing'), severity: severe.major, dismissed: null, differs: true },
    ] : [],
    conclusions: [
      { code: 'two_no_worries', zh: '不愁吃、不愁穿', en: 'Food and clothing', value: '达标' }, { code: 'medical', zh: '基本医疗', en: 'Basic medical care', value: first ? '未达标' : '达标' }, { code: 'housing', zh: '住房安全', en: 'Housing safety', value: '达标' }, { code: 'water', zh: '饮水安全', en: 'Drinking water safety', value: '达标' },
    ],
    reviews: [
      { by: 'captain', reviewer_name: '赵明德', decision: 'approve', revision: 1, note: '已电话核对参保情况,确未缴费。', reasons: [], comments: [], received_ms: now - 2.8 * hour },
      ...(visit.state === 'returned' ? [{ by: 'county', reviewer_name: '罗静', decision: 'return', revision: 1, note: '请补拍房屋外观', reasons: [reasons[0]!], comments: [{ item: 'visible_danger', item_zh: '可见险情', item_en: 'Visible danger signs', text: '漏雨的位置拍清楚' }], received_ms: now - hour }] : []),
    ],
    moves: waiting ? ['accept', 'return'] : visit.state === 'county_accepted' ? ['revoke'] : [],
    return_reasons: reasons, digest: '41f7c6e2950d8b7f10c2aa91e3f49f2c81aa03de77b1405f6a2be19c0d3384aa', server_sequence: 18_402 + at,
  }
}
