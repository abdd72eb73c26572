import type { ImportChecked, ImportList, ImportPage, JobView } from '../api'

const HOUR = 60 * 60 * 1000
const now = Date.now()
const query = new URLSearchParams(location.search)

const columns: ImportChecked['columns'] = ['省', '市', '县', '乡', '村', '户编号', '户主姓名', '户联系电话', '户类型', '监测对象类别', '识别监测时间', '风险是否已消除', '致贫/返贫风险1', '年度家庭人口数', '工资性收入']
  .map((label, at) => ({ letter: String.fromCharCode(65 + at), label, known: label }))

export const checked: ImportChecked = {
  kind: 'household', sheet: '脱贫户信息', header_row: 3, rows: 2413, hidden_rows: 2, merged_cells: 14,
  columns: [...columns, { letter: 'P', label: '星级评定（2025）', known: null }, { letter: 'Q', label: '备注', known: null }],
  missing: [], others: [{ name: '填表说明', why: 'other' }, { name: '上年数据', why: 'hidden' }],
  counts: { added: 36, changed: 211, unchanged: 2159, contested: 5, refused: 7 }, noticed: 62, edition: 4, digest: '9f2c41d07be8a3',
  tallies: [
    { code: 'digits_lost', level: 'error', count: 3 }, { code: 'unknown_village', level: 'error', count: 2 }, { code: 'hidden_row', level: 'error', count: 2 },
    { code: 'ill_without_cost', level: 'notice', count: 31 }, { code: 'no_measure_yet', level: 'notice', count: 17 }, { code: 'not_a_phone', level: 'notice', count: 9 }, { code: 'contested', level: 'notice', count: 5 },
  ],
  problems: [
    { row: 118, letter: 'F', label: '户编号', level: 'error', code: 'digits_lost' }, { row: 119, letter: 'F', label: '户编号', level: 'error', code: 'digits_lost' }, { row: 120, letter: 'F', label: '户编号', level: 'error', code: 'digits_lost' },
    { row: 731, letter: 'E', label: '村', level: 'error', code: 'unknown_village' }, { row: 732, letter: 'E', label: '村', level: 'error', code: 'unknown_village' },
    { row: 1502, letter: null, label: null, level: 'error', code: 'hidden_row' }, { row: 1503, letter: null, label: null, level: 'error', code: 'hidden_row' },
    { row: 12, letter: 'H', label: '户联系电话', level: 'notice', code: 'not_a_phone' }, { row: 44, letter: null, label: null, level: 'notice', code: 'contested' }, { row: 87, letter: 'M', label: '致贫/返贫风险1', level: 'notice', code: 'ill_without_cost' },
  ],
}

const day = (from: number): string => new Date(now + from * 24 * HOUR).toISOString().slice(0, 10)

const imports: ImportList['imports'] = [
  { import_id: 'i4', person_name: '郭主任', kind: 'member', state: 'done', rows: 8846, seen: 8846, counts: { added: 112, changed: 640, unchanged: 8089, contested: 9, refused: 5 }, begun_ms: now - 26 * HOUR, ended_ms: now - 26 * HOUR + 9000, undone_by: null, undone_ms: null, undo_reason: null, back: 0, stays: 0, digest: '9f2c41d07be8a3', until: day(180), is_over: false },
  { import_id: 'i3', person_name: '郭主任', kind: 'household', state: 'stopped', rows: 2413, seen: 1250, counts: { added: 14, changed: 98, unchanged: 1138, contested: 0, refused: 0 }, begun_ms: now - 27 * HOUR, ended_ms: now - 27 * HOUR + 4000, undone_by: null, undone_ms: null, undo_reason: null, back: 0, stays: 0, digest: '9f2c41d07be8a3', until: day(180), is_over: false },
  { import_id: 'i2', person_name: '周敏', kind: 'household', state: 'undone', rows: 318, seen: 318, counts: { added: 300, changed: 12, unchanged: 0, contested: 0, refused: 6 }, begun_ms: now - 400 * HOUR, ended_ms: now - 400 * HOUR + 2000, undone_by: '郭主任', undone_ms: now - 399 * HOUR, undo_reason: '导成了邻县的文件', back: 309, stays: 3, digest: 'c07ae19d55b204', until: day(163), is_over: false },
  { import_id: 'i1', person_name: '周敏', kind: 'household', state: 'done', rows: 2377, seen: 2377, counts: { added: 2377, changed: 0, unchanged: 0, contested: 0, refused: 0 }, begun_ms: now - 5000 * HOUR, ended_ms: now - 5000 * HOUR + 8000, undone_by: null, undone_ms: null, undo_reason: null, back: 0, stays: 0, digest: '41b8e67722f09c', until: day(-28), is_over: true },
]
const page: ImportPage = {
  import: imports[2]!,
  stays: [
    { row: 41, kind: 'household', number: '6205020000418', household_id: 'h1', reason: 'used' },
    { row: 77, kind: 'household', number: '6205020000773', household_id: 'h2', reason: 'changed_since' },
    { row: 102, kind: 'household', number: '6205020001027', household_id: 'h3', reason: 'used' },
  ],
}

function job(kind: string, result: unknown): JobView {
  const state = query.get('job') ?? 'done'
  const code = state === 'failed' ? 'encrypted_file' : null
  const file = kind === 'import_check' && state === 'done' ? { name: '导入检查结果.xlsx', bytes: 481_200 } : null
  return { job_id: kind, kind, state, done: 900, total: 2413, begun_ms: now, ended_ms: state === 'running' ? null : now, code, result: state === 'done' ? result : null, file }
}

/** `job=running` in the address shows work under way, `failed` a bad file; `imports=empty`, `missing`, `fail`. */
export function answerImports(id: string | undefined, move: string | undefined): { status: number; body: unknown } {
  if (id === 'confirm') return { status: 200, body: { job_id: 'import' } }
  if (id === 'check' || id === 'check-again') return { status: 200, body: { job_id: 'import_check' } }
  if (move === 'undo') return { status: 200, body: { job_id: 'import_undo' } }
  if (id) return { status: 200, body: page }
  if (query.get('imports') === 'fail') return { status: 500, body: { code: 'internal' } }
  const shown = query.get('imports') === 'empty' ? [] : imports
  return { status: 200, body: { imports: shown, job: query.has('job') ? { ...job('import_check', null), state: 'running' } : null } }
}

export function answerImportJob(id: string | undefined): JobView {
  if (id === 'import') return job('import', checked.counts)
  if (id === 'import_undo') return job('import_undo', { back: 744, stays: 8 })
  return job('import_check', query.get('imports') === 'missing' ? { ...checked, missing: ['户主姓名'] } : query.get('imports') === 'clean' ? { ...checked, tallies: [], problems: [], others: [], hidden_rows: 0, noticed: 0, counts: { ...checked.counts, refused: 0, contested: 0 } } : checked)
}
