import type { ChecklistList, ChecklistPage, ChecklistVersion, FormItem, FormSection, Labelled, OverlayCheck, ParamDated, ParamList, ParamRow } from '../api'

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
const base: ChecklistVersion = { version: '2026.11.0', base: '2026.11.0', is_base: true, from: '2026-11-01', state: 'replaced', note: '', published_ms: Date.now() - 40 * 86_400_000, published_by: null, items: 136 }
const versions: ChecklistVersion[] = [
  { ...base, version: '2026.11.0+620502.2', is_base: false, from: day(30), state: 'future', note: '按县办 2027 年 1 号通知增加取暖条目', published_ms: Date.now() - 3_600_000, published_by: '郭主任', items: 137 },
  { ...base, version: '2026.11.0+620502.1', is_base: false, from: day(-20), state: 'in_force', note: '不再询问“四个一”', published_ms: Date.now() - 22 * 86_400_000, published_by: '郭主任', items: 131 },
  base,
]
const item = (code: string, zh: string, en: string, more: Partial<FormItem> = {}): FormItem => ({ code, zh, en, kind: 'yes_no', required: true, conditional: false, change: 'same', options: [], min: null, max: null, ...more })
const option = (code: string, zh: string, en: string): Labelled => ({ code, zh, en })
const section = (code: string, zh: string, en: string, items: FormItem[], more: Partial<FormSection> = {}): FormSection => ({ code, zh, en, scope: 'household', change: 'same', profiles: code === 'housing' ? ['full'] : ['full', 'routine'], items, ...more })
export const sections: FormSection[] = [
  section('visit_basics', '走访基本情况', 'Visit basics', [item('visit_method', '走访方式', 'How contact was made', { kind: 'enum', options: [option('on_site', '入户走访', 'visit at the dwelling'), option('phone', '电话', 'phone')] }), item('household_presence', '家庭在家情况', 'Who is at home', { kind: 'enum' })], { scope: 'visit' }),
  section('basic_living', '吃穿和取暖', 'Food, clothes, heating', [
    item('grain_sufficient', '主食是否充足', 'Enough staple food'),
    item('bedding_sufficient', '冬季被褥是否足够', 'Enough bedding for winter', { change: 'changed' }),
    item('local_heating', '取暖方式', 'Heating', { kind: 'enum', change: 'new', options: [option('stove', '煤炉', 'Coal stove'), option('none', '无', 'None')] }),
  ], { change: 'changed' }),
  section('housing', '住房安全', 'Housing', [item('housing_area_m2', '住房面积', 'Floor area', { kind: 'number', change: 'changed', min: '0', max: '800', conditional: true })]),
  section('four_ones', '四个一', 'Four ones', [item('one_talk', '开展一次谈心', 'One talk')], { change: 'hidden', scope: 'visit' }),
]
export const checklists = (): ChecklistList => ({ base: '2026.11.0', in_force: '2026.11.0+620502.1', next: '620502.3', today: day(0), versions })
const page = (version: string): ChecklistPage => ({ version: versions.find((one) => one.version === version) ?? base, overlay: version.includes('+') ? JSON.stringify({ schema_version: 1, base: '2026.11.0', version: '620502.1', sections: [] }, null, 2) : null, sections })

export function checkedOverlay(overlay: string): OverlayCheck {
  if (!overlay.includes('sections')) {
    return {
      version: null, sections: [], faults: [
        { path: 'version', code: 'missing', zh: '缺少 version', en: 'version is missing' },
        { path: 'sections[0].items[1].code', code: 'unknown_item', zh: '没有条目 grain；新增须注明 "new": true', en: 'There is no item grain; a new one says "new": true' },
        { path: 'sections[3].items[2].min', code: 'min_over_max', zh: '最小值大于最大值', en: 'The smallest is above the largest' },
      ],
    }
  }
  return { version: '2026.11.0+620502.3', faults: [], sections }
}

export function answerChecklists(id: string | undefined, body: Record<string, unknown>): ChecklistList | ChecklistPage | OverlayCheck {
  if (id === 'check') return checkedOverlay(String(body.overlay))
  if (id === 'publish') return { ...checklists(), versions: [{ ...base, version: '2026.11.0+620502.3', is_base: false, from: String(body.from), state: 'future', note: String(body.note), published_ms: Date.now(), published_by: '郭主任' }, ...versions] }
  return id ? page(decodeURIComponent(id)) : checklists()
}

const value = (text: string, from: string | null, state: string, basis = '', name: string | null = '郭主任'): ParamDated => ({ value: text, from, state, basis, set_ms: from === null ? null : Date.now() - 86_400_000, set_by: from === null ? null : name })
const param = (key: string, zh: string, en: string, more: Partial<ParamRow> = {}): ParamRow => ({ key, zh, en, unit_zh: null, unit_en: null, kind: 'number', min: 0, max: 100, max_length: null, options: [], now: null, by_default: true, values: [], ...more })
const yuan = { unit_zh: '元', unit_en: 'yuan', min: 1000, max: 100000 }
const water = [option('abundant', '丰水', 'abundant'), option('scarce', '缺水', 'scarce')]
export const params: ParamRow[] = [
  param('monitor_line_yuan', '防返贫监测范围（家庭年人均纯收入）', 'Line for monitoring against relapse (net income per head)', { ...yuan, now: '8700', by_default: false, values: [value('9200', day(33), 'future', '县办〔2026〕31号'), value('8700', '2025-01-01', 'in_force', '云农办通〔2025〕1号'), value('8600', '2025-01-01', 'corrected', '录入有误'), value('7500', null, 'past')] }),
  param('poverty_line_yuan', '国家扶贫（脱贫）标准', 'National poverty line', yuan),
  param('photo_budget_kb', '照片压缩目标（KB）', 'Size a photo aims at (KB)', { unit_zh: 'KB', unit_en: 'KB', min: 60, max: 800, now: '250' }),
  param('water_region', '缺水地区?', 'Water-scarce area?', { kind: 'option', min: null, max: null, options: water, now: 'abundant' }),
  param('school_year_cutoff', '学年年龄截止日', 'Day of the year that school age is counted at', { kind: 'month_day', min: null, max: null, now: '08-31' }),
  param('leave_approval', '请假审批', 'Leave approval', { kind: 'text', min: null, max: null, max_length: 200 }),
]
export const paramList = (): ParamList => ({ today: day(0), params, lacking: [{ key: 'poverty_line_yuan', rules: [option('percap_income_est', '人均纯收入估算', 'Income per head, estimated')] }] })

export function answerParams(body: Record<string, unknown>): ParamList {
  const row = params.find((one) => one.key === body.key)
  if (row) row.values = [value(String(body.value), String(body.from), 'future', String(body.basis)), ...row.values]
  return paramList()
}
