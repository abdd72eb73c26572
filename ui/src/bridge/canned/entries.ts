/** Made-up entries of the ledgers. */
import type { EntriesQuery, EntryCard, EntryLine, EntryList, EntryMove, EntryPage, EntryStep, HouseholdLedger, LedgerShelf } from '../commands'
import { DEFINITIONS, definition, inWords, labelled, ledgerCount, reckoned } from './entryForms'
import { NOW } from './people'

const DAY = 86_400_000
const dayOf = (days: number): string => new Date(NOW + days * DAY).toISOString().slice(0, 10)

function card(id: string, ledger: string, state: string, title: string, more: Partial<EntryCard> = {}): EntryCard {
  const known = definition(ledger)
  const stands = known.states.find((one) => one.code === state)
  const left = more.days_left ?? null
  return {
    entry_id: id, ledger: labelled(known), title, kind: null, state: stands ? labelled(stands) : { code: state, label: inWords('已作废', 'Taken out') }, settled: stands ? (stands.settled ?? false) : true,
    voided: state === 'voided', day: dayOf(-4), amount_fen: null, due: left === null ? null : dayOf(left), days_left: left, overdue: left !== null && left < 0,
    household_id: known.scope === 'household' ? 'h0' : null, head_name: known.scope === 'household' ? '王秀英' : '', village: '石桥村', author_name: '赵明', mine: true,
    on_its_way: false, refused: null, ...more,
  }
}

const CARDS = (): EntryCard[] => [
  card('e2', 'case', 'on_notice', '识别纳入监测对象', { days_left: -2, author_name: '钱文静', mine: false, head_name: '刘志强', household_id: 'h3' }),
  card('e6', 'plan_task', 'open', '帮王大勇报名县里的电工培训班', { days_left: 3, kind: { code: 'employment', label: '就业帮扶' } }),
  card('e1', 'measure', 'under_way', '养蜂 12 箱，合作社保底收购', { kind: { code: 'industry', label: '产业帮扶' }, amount_fen: 960_000, on_its_way: true }),
  card('e7', 'measure', 'planned', '安排村级护林员公益岗位一名', { kind: { code: 'public_post', label: '公益岗位帮扶' }, refused: 'out_of_scope', amount_fen: 1_200_000 }),
  card('e4', 'good_deed', 'recorded', '代办慢病卡，药费当天报销', { kind: { code: 'policy_help', label: '代办政策/证件' }, day: dayOf(-1) }),
  card('e5', 'good_deed', 'recorded', '帮销苹果 400 斤', { kind: { code: 'sell', label: '帮销农产品' }, day: dayOf(-20), amount_fen: 128_050 }),
  card('e3', 'income', 'recorded', '脱贫户统计期', { kind: { code: 'exited', label: '脱贫户统计期' }, mine: false, author_name: '钱文静' }),
  card('e8', 'activity', 'recorded', '在村委会讲解医保缴费政策', { kind: { code: 'policy_publicity', label: '宣传政策' }, day: dayOf(-8) }),
  card('e9', 'good_deed', 'voided', '修了院门', { day: dayOf(-30) }),
]

export function ledgerShelf(empty: boolean): LedgerShelf {
  const all = DEFINITIONS.filter((one) => !one.switch)
  const counts = (scope: string) => all.filter((one) => one.scope === scope).map((one, at) => (empty ? ledgerCount(one, 0, 0, 0) : ledgerCount(one, at % 3, at % 5 === 1 ? 1 : 0, at * 3 + 1)))
  const shelf = { village: counts('village'), own: counts('person'), household: counts('household') }
  if (empty) return { ...shelf, to_do: [], drafts: [] }
  return {
    ...shelf,
    to_do: CARDS().slice(0, 2),
    drafts: [
      { target: { ledger: 'good_deed', household_id: 'h0', entry_id: null, step: null }, ledger: labelled(definition('good_deed')), step: null, title: '给王奶奶换了灯', head_name: '王秀英', saved_ms: NOW - 600_000, overtaken: false },
      { target: { ledger: 'case', household_id: null, entry_id: 'e2', step: 'pass' }, ledger: labelled(definition('case')), step: { code: 'pass', label: inWords('乡镇审核通过', 'Passed by the town') }, title: '识别纳入监测对象', head_name: '刘志强', saved_ms: NOW - 6_000_000, overtaken: true },
    ],
  }
}

export function entryList({ ledger, household_id }: EntriesQuery, empty: boolean): EntryList {
  const known = definition(ledger)
  const cards = empty ? [] : CARDS().filter((one) => one.ledger.code === ledger)
  const amount = cards.reduce((sum, one) => sum + (one.amount_fen ?? 0), 0)
  return {
    ledger: labelled(known), about: inWords(known.about_zh, known.about_en), open: cards.filter((one) => !one.settled), settled: cards.filter((one) => one.settled),
    amount_fen: amount > 0 ? amount : null, can_add: known.switch === undefined && (known.scope !== 'household' || household_id !== null), off: known.switch !== undefined, head_name: household_id ? '王秀英' : null,
  }
}

export function householdEntries(empty: boolean): HouseholdLedger[] {
  return DEFINITIONS.filter((one) => one.scope === 'household').map((one) => ({
    ledger: labelled(one), about: inWords(one.about_zh, one.about_en), entries: empty ? [] : CARDS().filter((entry) => entry.ledger.code === one.code && entry.household_id === 'h0'), can_add: true,
  }))
}

const line = (label: string, text: string, group: string | null = null): EntryLine => ({ label, text, group })

function step(ledger: string, code: string, state: string, days: number, more: Partial<EntryStep> = {}): EntryStep {
  const known = definition(ledger)
  const named = known.moves.find((one) => one.code === code)
  const stands = known.states.find((one) => one.code === state)
  return {
    step: named ? labelled(named) : { code, label: inWords('新建', 'Written') }, state: stands ? labelled(stands) : { code: state, label: state }, by_name: '钱文静', at_ms: NOW - days * DAY,
    reason: null, lines: [], contested: [], waiting: false, ...more,
  }
}

function movesFrom(ledger: string, state: string, more: EntryMove[] = []): EntryMove[] {
  const moves = definition(ledger).moves.filter((one) => one.from.includes(state))
  return [
    ...moves.map((one) => ({ step: labelled(one), has_form: (one.fields?.length ?? 0) > 0 || one.reason === true, careful: one.reason === true })),
    { step: { code: 'void', label: inWords('作废', 'Take out') }, has_form: true, careful: true }, ...more,
  ]
}

const SURVEY = { annual_family_size: 4, wage_migrant: 3_600_000, biz_crop: 820_000, trf_pension: 420_000, exp_crop: 260_050 }

export function entryPage(id: string): EntryPage {
  const found = CARDS().find((one) => one.entry_id === id) ?? card(id, 'good_deed', 'recorded', '给王奶奶换了灯', { on_its_way: true })
  const ledger = found.ledger.code
  const known = definition(ledger)
  const page: EntryPage = {
    card: found, about: inWords(known.about_zh, known.about_en), lines: [line('类别', found.kind?.label ?? '代办政策/证件'), line('日期', found.day ?? ''), line('内容', found.title)],
    reckoned: [], notices: [], steps: [step(ledger, 'saved', found.on_its_way || found.refused ? '' : (known.states[0]?.code ?? ''), 9, { waiting: found.on_its_way })], moves: found.voided ? [] : movesFrom(ledger, found.state.code),
    may_correct: found.mine && !found.voided, withdrawable: found.on_its_way || found.refused ? `c-${id}` : null,
  }
  if (ledger === 'case') {
    return {
      ...page,
      lines: [line('事项', '识别纳入监测对象'), line('线索来源', '干部走访排查'), line('发现日期', '2026-11-01'), line('风险类型', '因病、因务工就业不稳'), line('情况说明', '户主九月住院，自付三万多元，务工收入中断，家里只剩一个劳动力。')],
      steps: [
        step(ledger, 'write', 'lead', 17), step(ledger, 'check', 'checked', 14, { lines: [line('核实日期', '2026-11-04'), line('签署授权书', '是')] }),
        step(ledger, 'vote', 'voted', 11, { by_name: '孙长青', lines: [line('到会人数', '42'), line('赞成人数', '40')], contested: ['到会人数'] }),
        step(ledger, 'publish', 'on_notice', 9, { by_name: '孙长青', lines: [line('公示地点', '村委会公示栏')] }),
      ],
    }
  }
  if (ledger === 'income') {
    const { lines, notices } = reckoned({ target: { ledger: 'income', household_id: 'h0', entry_id: null, step: null }, values: SURVEY })
    return {
      ...page, reckoned: lines, notices: [...notices, '有工资性收入无务工人员'],
      lines: [line('统计口径', '脱贫户统计期'), line('起', '2025-10-01'), line('止', '2026-09-30'), line('年度家庭人口数', '4'), line('务工收入', '36,000 元', '工资性收入'), line('种植业', '8,200 元', '生产经营性收入'), line('养老金或离退休金', '4,200 元', '转移性收入'), line('种植业支出', '2,600.5 元', '生产经营性支出')],
    }
  }
  return page
}
