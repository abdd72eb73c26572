import type { FactField, FactShape, FactsPage } from '../commands'

const NOW = Date.UTC(2026, 10, 18, 2, 30)

function field(name: string, label: string, shape: FactShape, words: string, more: Partial<FactField> = {}): FactField {
  const value: FactField['value'] = words ? { type: 'text', value: words } : { type: 'nothing' }
  return { field: name, label, shape, value, words, county_words: null, change_id: null, refused: null, contest: null, ...more }
}

const LABOR: FactShape = { type: 'choice', options: [{ code: 'ordinary', label: '普通劳动力' }, { code: 'weak', label: '弱劳动力或半劳动力' }, { code: 'none', label: '无劳动力' }] }
const HEALTH: FactShape = { type: 'choices', options: [{ code: 'healthy', label: '健康' }, { code: 'chronic', label: '长期慢性病' }, { code: 'disabled', label: '残疾' }], alone: ['healthy'] }

/** A household with one contested fact, one correction waiting and one refused. */
export function facts(id: string): FactsPage {
  return {
    household_id: id, head_name: '王秀英', contested: 1, waiting: 2,
    sheets: [
      {
        kind: 'household', record_id: id, title: '王秀英', relation: null, version: 4,
        changes: [{ change_id: 'f1', is_decision: false, delivery: 'queued', code: null, can_undo: true }],
        fields: [
          field('phone', '联系电话', { type: 'phone' }, '13800004127', {
            contest: {
              change: null,
              values: [
                { contest_id: null, words: '13800004127', by_name: '赵明', at_ms: NOW - 90_000_000, mine: true, chosen: false },
                { contest_id: 'c9', words: '13800006655', by_name: '钱文静', at_ms: NOW - 60_000_000, mine: false, chosen: false },
              ],
            },
          }),
          field('address', '家庭住址', { type: 'text', most: 300 }, '青石镇石桥村东头第三家', { county_words: '青石镇石桥村', change_id: 'f1' }),
          field('annual_family_size', '年度家庭人口数', { type: 'number', least: 1, most: 60 }, '4', { value: { type: 'number', value: 4 } }),
          field('no_labor', '整户无劳动能力', { type: 'flag' }, '否', { value: { type: 'flag', value: false } }),
          field('place', '住房位置', { type: 'place' }, '', {}),
        ],
      },
      {
        kind: 'member', record_id: 'm2', title: '王大勇', relation: '之子', version: 2,
        changes: [{ change_id: 'f2', is_decision: false, delivery: 'parked', code: 'out_of_range', can_undo: true }],
        fields: [
          field('health', '健康状况', HEALTH, '健康', { value: { type: 'codes', value: ['healthy'] } }),
          field('labor', '劳动技能', LABOR, '普通劳动力', { value: { type: 'text', value: 'ordinary' } }),
          field('work_months', '务工月数', { type: 'number', least: 0, most: 12 }, '8', { value: { type: 'number', value: 8 }, county_words: '6', change_id: 'f2', refused: 'out_of_range' }),
        ],
      },
    ],
  }
}
