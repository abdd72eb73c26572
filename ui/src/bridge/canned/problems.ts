import type { LedgerCard, LedgerList, LedgerMove, LedgerPage, LedgerPhoto, LedgerStep, MoveInput, RaiseInput, RaisePage } from '../commands'
import { NOW } from './people'
import { photo } from './form'

const DAY = 86_400_000

const STATES: Record<string, string> = {
  found: '发现', registered: '建账', assigned: '交办', rectifying: '整改中', to_verify: '待核验', returned: '核验退回', closed: '销号',
}
const SEVERITY: Record<string, string> = { critical: '红色-保障未达标', major: '橙色-政策未落实/风险明显', minor: '黄色-一般问题', notice: '蓝色-提示' }
const CATEGORY: Record<string, string> = { water: '饮水安全', housing: '住房安全', education: '义务教育', road: '通村道路', medical: '基本医疗', dossier: '档案资料', environment: '人居环境/视觉贫困', other: '其他' }

function problem(id: string, state: string, title: string, more: Partial<LedgerCard> = {}): LedgerCard {
  const days = more.days_left ?? null
  return {
    problem_id: id, household_id: 'h0', number: `530325-2026-000${id.slice(1)}7`, title, head_name: '王秀英', place_name: '石桥村第一组',
    category: { code: 'water', label: '饮水安全' }, severity: { code: 'major', label: SEVERITY.major ?? '' }, state: { code: state, label: STATES[state] ?? state },
    open: state !== 'closed', due: days === null ? null : new Date(NOW + days * DAY).toISOString().slice(0, 10), days_left: days, overdue: days !== null && days < 0,
    on_its_way: false, refused: null, ...more,
  }
}

export function problemList(empty: boolean): LedgerList {
  if (empty) return { to_do: [], to_verify: [], others: [], closed: [], drafts: [], villages: [] }
  return {
    to_do: [
      problem('q1', 'returned', '饮用水水量不达标', { days_left: -2, severity: { code: 'critical', label: SEVERITY.critical ?? '' } }),
      problem('q2', 'assigned', '孩子上学路上有一段塌方,雨天过不去', { days_left: 3, head_name: '刘志强', household_id: 'h3', place_name: '石桥村第四组', refused: 'not_from_here' }),
    ],
    to_verify: [problem('q3', 'to_verify', '房屋有可见险情未鉴定', { days_left: 9, head_name: '陈玉梅', household_id: 'h4', place_name: '石桥村第五组' })],
    others: [
      problem('q6', 'registered', '文化广场奖补10万元只拨付4万元', { household_id: null, head_name: '', place_name: '石桥村', category: { code: 'infrastructure', label: '基础设施' }, days_left: 12 }),
      problem('q4', 'to_verify', '慢病卡没有办', { head_name: '赵春花', household_id: 'h6', place_name: '石桥村第二组', on_its_way: true, days_left: 0, severity: { code: 'minor', label: SEVERITY.minor ?? '' } }),
    ],
    closed: [problem('q5', 'closed', '档案缺收入核算表', { severity: { code: 'notice', label: SEVERITY.notice ?? '' } })],
    villages: [{ area_code: '530325100201', name: '石桥村' }],
    drafts: [{ problem_id: null, household_id: 'h0', area_code: null, step: 'raise', title: '门前路灯不亮', head_name: '王秀英', saved_ms: NOW - 600_000, overtaken: false }],
  }
}

function step(name: string, state: string | null, by: string, days: number, more: Partial<LedgerStep> = {}): LedgerStep {
  return {
    step: name, state: state === null ? null : { code: state, label: STATES[state] ?? state }, by_name: by, at_ms: NOW - days * DAY, reason: null, result: null,
    photo_waiver: null, photos: 0, on_site: false, unit: null, cooperating_units: [], due: null, waiting: null, ...more,
  }
}

function photos(...ids: string[]): LedgerPhoto[] {
  return ids.map((id) => ({ visit_id: 'v5', photo: photo(id) }))
}

function move(name: string, main = false, draft: MoveInput | null = null): LedgerMove {
  return { step: name, main, draft }
}

export function problemPage(id: string): LedgerPage {
  const all = problemList(false)
  const card = [...all.to_do, ...all.to_verify, ...all.others, ...all.closed].find((one) => one.problem_id === id) ?? problem(id, 'found', '门前路灯不亮', { number: null, on_its_way: true })
  const moves: Record<string, LedgerMove[]> = {
    found: [move('fix_at_once', true)],
    assigned: [move('start', true), move('finish'), move('decline')],
    returned: [move('finish', true), move('start')],
    to_verify: card.on_its_way ? [] : [move('verify', true), move('send_back')],
    closed: [move('reopen')],
  }
  const critical = card.severity.code === 'critical'
  const reported = card.state.code === 'to_verify' || card.state.code === 'returned'
  return {
    card, member_name: id === 'q2' ? '刘小军' : null, detail: id === 'q1' ? '每天要到半里外的水窖挑水，旱季常断水。' : null, source: { code: 'visit', label: '走访发现' },
    unit: '青石镇水保站', cooperating_units: card.state.code === 'found' ? [] : ['青石镇卫生院', '石桥村'], owner_name: '赵明', mine: id === 'q1' || id === 'q2', found_ms: NOW - 12 * DAY, first_due: id === 'q1' ? '2026-11-10' : null,
    critical, waits_for_county: false, round: reported ? 1 : 0, merged_into: null, household_here: card.household_id !== null, visit_draft: null,
    steps: [
      step('raised', 'found', '钱文静', 12),
      step('register', 'registered', '孙长青', 11),
      step('assign', 'assigned', '李乡长', 10, { unit: '青石镇水保站', cooperating_units: ['青石镇卫生院', '石桥村'], due: '2026-11-25' }),
      ...(reported ? [step('finish', 'to_verify', '赵明', 4, { result: '已接通自来水，水压正常', photos: 2 })] : []),
      ...(card.state.code === 'returned' ? [step('send_back', 'returned', '孙长青', 2, { reason: '旱季没有水，还没有改到位', on_site: true })] : []),
      ...(card.refused ? [step('start', null, '赵明', 0, { waiting: { change_id: 'c9', delivery: 'parked', code: card.refused, can_withdraw: true } })] : []),
      ...(card.on_its_way ? [step('finish', null, '赵明', 0, { photo_waiver: '只改了资料', waiting: { change_id: 'c8', delivery: 'queued', code: null, can_withdraw: true } })] : []),
    ],
    before: photos('b1', 'b2'), after: reported ? photos('a1', 'a2') : [], photos_elsewhere: 0, moves: moves[card.state.code] ?? [],
    evidence: id === 'q2' ? [] : photos('e1', 'e2', 'e3', 'e4'), at_console: false,
  }
}

/** Of a household, or of a village itself. */
export function raisePage(id: string | null, area: string | null, draft: RaiseInput | null): RaisePage {
  const title = (category: string, severity: string, words: string) => ({ category, severity, title: words })
  return {
    household_id: id, area_code: area, head_name: id ? '王秀英' : '', place_name: id ? '石桥村第一组' : '石桥村',
    members: !id ? [] : [{ member_id: 'm1', name: '王秀英' }, { member_id: 'm2', name: '王大勇' }, { member_id: 'm3', name: '王小雨' }],
    categories: Object.entries(CATEGORY).map(([code, label]) => ({ code, label })),
    severities: Object.entries(SEVERITY).map(([code, label]) => ({ code, label })),
    sources: [{ code: 'screening', label: '排查（筛子）' }, { code: 'self_report', label: '农户自主申报' }, { code: 'meeting', label: '会议议定' }],
    titles: [title('water', 'critical', '饮用水水量不达标'), title('water', 'critical', '饮用水水质不达标'), title('water', 'critical', '取水不方便'), title('housing', 'major', '房屋有可见险情未鉴定')],
    draft,
  }
}
