import type { JobView, ReportAsk, ReportColumn, ReportList, ReportRows, ReportView } from '../api'

/** Reports as the county would answer, for looking at the page without one. */
type Kind = 't' | 'n' | 'd' | 'p'
const kinds = { t: 'text', n: 'number', d: 'date', p: 'percent' }
const english: Record<string, string> = { 序号: 'No.', 镇: 'Town', 村: 'Village', 组: 'Group', 户主: 'Head', 户编号: 'Household no.', 应访户: 'To visit', 已提交: 'Submitted', 已审核: 'Approved', 覆盖率: 'Coverage', 未访户: 'Not visited', 应访人: 'People', 已查人: 'People seen', 逾期未访: 'Overdue', 责任人: 'Responsible' }
const columns = (text: string): ReportColumn[] => text.split(' ').map((one) => {
  const [zh = '', kind = 't'] = one.split(':') as [string, Kind?]
  return { zh, en: english[zh] ?? zh, kind: kinds[kind] }
})

const visitColumns = '序号:n 镇 村 组 户主 户编号 户类型 监测类别 家庭人口:n 走访人 单位 走访时间:d 时长(分):n 方式 受访人 走访内容 发现问题数:n 帮办实事 照片数:n 定位状态 审核状态 审核人'
const problemColumns = '序号:n 问题编号 来源 镇 村 户主 户编号 问题类别 严重程度 具体问题 产生原因 整改方式 整改措施 责任单位 责任人 配合单位 发现时间:d 交办时间:d 整改时限:d 延期 完成时间:d 整改结果 佐证 核验人 核验时间:d 是否销号 是否逾期'
interface More { groups?: string[]; off?: 'ranking' | 'attendance'; document?: boolean; of_campaign?: boolean; sheets?: [string, string][]; behind?: string }
function view(code: string, zh: string, en: string, span: string, of: string, more: More = {}): ReportView {
  const all = columns(of)
  const sheets = (more.sheets ?? [[zh, of]]).map(([name, only]) => {
    const names = only.split(' ').map((one) => one.split(':')[0])
    return { zh: name, en: name === zh ? en : name, columns: all.flatMap((column, at) => (names.includes(column.zh) ? [at] : [])) }
  })
  return {
    report: { code, zh, en }, span, columns: all, sheets, behind: more.behind ? { zh: '未访名单', en: 'Not visited', columns: columns(more.behind) } : null,
    groups: more.groups ?? [], switch: more.off ?? null, is_on: !more.off, document: more.document ?? false, of_campaign: more.of_campaign ?? false,
  }
}
const reports = [
  view('visits', '走访台账', 'Visit ledger', 'half_year', visitColumns, { groups: ['approved', 'waiting'] }),
  view('problems', '问题台账', 'Problem ledger', 'half_year', problemColumns, { groups: ['open', 'overdue', 'closed'] }),
  view('four_lists', '四清单', 'Four lists', 'half_year', problemColumns, { groups: ['open', 'overdue', 'closed'], sheets: [['问题清单', '序号 问题编号 来源 镇 村 户主 户编号 问题类别 严重程度 具体问题 产生原因 发现时间'], ['任务清单', '序号 问题编号 镇 村 户主 具体问题 整改方式 整改措施 整改结果 佐证'], ['责任清单', '序号 问题编号 镇 村 户主 具体问题 责任单位 责任人 配合单位 核验人'], ['时限清单', '序号 问题编号 镇 村 户主 具体问题 发现时间 交办时间 整改时限 延期 完成时间 核验时间 是否销号 是否逾期']] }),
  view('attendance', '考勤月报', 'Monthly attendance', 'month', '序号:n 镇 村 工作队 姓名 单位 职务 应到天数:n 打卡天数:n 补卡:n 培训:n 公务外出:n 病假:n 事假:n 年休:n 缺勤:n 到岗率:p 累计驻村天数:n 备注', { off: 'attendance' }),
  view('coverage', '走访覆盖率/遍访进度', 'Coverage of visits', 'half_year', '镇 村 应访户:n 已提交:n 已审核:n 覆盖率:p 未访户:n 应访人:n 已查人:n 逾期未访:n 责任人', { of_campaign: true, behind: '序号:n 镇 村 户主 户编号 帮扶责任人 上次走访:d' }),
  view('helpers', '帮扶责任人进度', 'Progress of helpers', 'half_year', '责任人 单位 职级 包户数:n 配额:n 本半年应访:n 已访:n 达标户:n 好事实事件数:n 未达标户:n'),
  view('week', '周简报', 'Weekly brief', 'week', '本周走访户数/人次 新增问题(按类别) 已销号:n 逾期:n 风险线索:n 实事件数:n 典型做法 下周安排', { document: true }),
  view('month', '月汇报/半月调度', 'Monthly report', 'month', '走访户数/人次 新增问题(按类别) 已销号 逾期:n 风险线索 实事件数 培训 会议 项目进度(形象/资金支付) 典型做法 下月安排', { document: true }),
  view('quarter', '季排队', 'Quarterly ranking', 'quarter', '镇/村 覆盖率:p 按期销号率:p 到岗率:p 抽查得分:p 综合:p 名次:n', { off: 'ranking' }),
  view('year', '年度考核表', 'Yearly assessment', 'year', '姓名 单位 驻村天数:n 走访:n 问题:n 实事:n 抽查:p 民主评议满意率:p 扣分项 建议等次'),
  view('spot', '抽查名单', 'Spot checks', 'quarter', '批次 抽样种子 镇 村 队 被抽人 方式 接通 五项得分 问题 整改期限:d 整改结果'),
  view('monitored', '监测对象变动表', 'Changes of monitored households', 'half_year', '变动类型 户主 户编号 人口:n 识别/消除时间:d 风险类型 公示起止 审定文号'),
]

type Row = (string | number | null)[]
const visit = (at: number): Row => [at, '青石镇', '柳湾村', '二组', ['张德贵', '李秀兰', '王根生'][at % 3] ?? '', `6205021040${String(300 + at)}`, at % 3 ? '脱贫户' : '一般农户', at % 4 ? null : '脱贫不稳定户', 3 + (at % 3), '赵明德', '县水务局', `2026-11-${String(28 - (at % 20)).padStart(2, '0')} 10:3${at % 10}`, 25 + at, '入户走访', '张德贵', '常规走访、政策宣传；询问务工和饮水情况，核对了医保参保，提醒冬季用煤安全。', at % 2, at % 3 ? null : '联系供水站更换入户水表', 3, '精确', at % 2 ? '队长已通过' : '待队长审核', at % 2 ? '周建国' : null]
const problem = (at: number): Row => [at, `620502-2026-${String(at).padStart(4, '0')}`, '走访发现', '青石镇', '柳湾村', '张德贵', `6205021040${300 + at}`, '饮水安全', '红色-保障未达标', '饮水水质不达标：水有异味，雨后浑浊', '蓄水池未清洗', '限期整改', '清洗蓄水池并送检', '青石镇供水站', '赵明德', at % 3 ? '青石镇卫生院、柳湾村' : null, '2026-11-12', '2026-11-13', '2026-11-20', at % 2 ? '原时限 2026-11-18' : null, at % 2 ? '2026-11-19' : null, at % 2 ? '已送检合格' : null, at % 2 ? '照片 3 张（整改前 1、整改后 2）' : '照片 1 张（整改前 1）', at % 2 ? '周建国' : null, at % 2 ? '2026-11-20' : null, at % 2 ? '是' : '否', at % 2 ? '否' : '是']
const village = (town: string, name: string, due: number, seen: number): Row => [town, name, due, seen, Math.max(0, seen - 6), seen / due, due - seen, due * 3, seen * 3, 0, '周建国']
const rows: Record<string, Row[]> = {
  visits: Array.from({ length: 12 }, (_, at) => visit(at + 1)),
  problems: Array.from({ length: 6 }, (_, at) => problem(at + 1)),
  coverage: [village('青石镇', '柳湾村', 86, 86), village('青石镇', '石坡村', 64, 51), village('青石镇', '大沟村', 103, 40), village('河口镇', '渡口村', 57, 33), village('河口镇', '沙坝村', 72, 9)],
  behind: Array.from({ length: 7 }, (_, at): Row => [at + 1, '青石镇', '石坡村', ['刘长河', '陈翠英'][at % 2] ?? '', `6205021041${120 + at}`, '李春燕', at % 3 ? '2026-05-18' : null]),
  helpers: [['赵明德', '县水务局', '科级干部', 8, 8, 8, 7, 7, 5, 1], ['李春燕', '县教育局', '一般干部', 5, 6, 5, 5, 4, 9, 1], ['马秀英', '青石镇政府', null, 3, null, 3, 1, 1, 0, 2]],
  week: [['128/131', '饮水安全 3、住房安全 2、义务教育 1', 9, 2, 1, 17, null, null]],
  month: [['512/540（累计 4,310/4,988）', '饮水安全 11、住房安全 4（累计 186）', '38（累计 171）', 2, '3（累计 12）', '66（累计 480）', '2（累计 21）', '5（累计 48）', '柳湾村供水改造：形象进度 80%，支付 42.00/60.00 万元', null, null]],
  year: [['周建国', '县人社局', 212, 96, 14, 11, 0.92, 0.96, null, null], ['赵明德', '县水务局', 188, 74, 9, 6, 0.85, null, '缺勤 1 次', '称职（不评优秀）']],
  monitored: [['纳入监测', '张德贵', '6205021040301', 4, '2026-09-18', '因病、因缺劳动力', '2026-09-08 至 2026-09-13', '青振〔2026〕31号'], ['风险消除', '王根生', '6205021040311', 3, '2026-10-22', '因学', '2026-10-12 至 2026-10-17', '青振〔2026〕36号']],
}
let job: JobView | null = null
const failing = new URLSearchParams(location.search).get('reports') === 'fail'
const empty = new URLSearchParams(location.search).get('reports') === 'empty'
const on = new URLSearchParams(location.search).get('reports') === 'on'
const ok = (body: unknown) => ({ status: 200, body })

/** `reports`, `reports/:report/rows` and `…/export`. */
export function answerReports(report: string | undefined, move: string | undefined, body: Record<string, unknown>): { status: number; body: unknown } {
  if (!report) return ok({ reports: reports.map((one) => ({ ...one, is_on: one.is_on || on })), today: '2026-11-29', exports: job ? [job] : [], may_switch: true } satisfies ReportList)
  if (move === 'export') {
    const view = reports.find((one) => one.report.code === report)
    job = { job_id: 'report-1', kind: 'report', state: 'running', done: 2_400, total: 4_988, begun_ms: Date.now(), ended_ms: null, code: null, result: null, file: null }
    const name = `${view?.report.zh.split('/')[0]}_2026-07-01_2026-12-31.${body.made === 'document' ? 'docx' : 'xlsx'}`
    setTimeout(() => { if (job) job = { ...job, state: 'done', done: 4_988, ended_ms: Date.now(), file: { name, bytes: 386_212 } } }, 2_500)
    return ok(job)
  }
  if (failing) return { status: 500, body: { code: 'internal' } }
  const ask = body as unknown as ReportAsk
  const found = empty ? [] : (rows[ask.behind ? 'behind' : report === 'four_lists' ? 'problems' : report] ?? []).map((row) => (report === 'week' ? [...row.slice(0, 6), ask.practice, ask.plans] : row))
  return ok({ rows: found, total: ['visits', 'problems', 'four_lists', 'monitored'].includes(report) ? (report === 'visits' && !empty ? 4_988 : found.length) : null, next: report === 'visits' && !empty ? '12.12' : null } satisfies ReportRows)
}
/** The export's own job. */
export const reportJob = () => job
