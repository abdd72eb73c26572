/** Every code has words in `words/`; forgetting one does not compile. */
export const failureCodes = [
  'offline',
  'internal',
  'signed_out',
  'sign_in_refused',
  'too_many_attempts',
  'forbidden',
  'not_found',
  'stale',
  'invalid',
  'not_allowed',
  'busy',
  'not_from_here',
  'wrong_role',
  'own_visit',
  'already_sent',
  'reason_needed',
  // The problem ledger's own.
  'own_work',
  'not_verified',
  'on_site_needed',
  'evidence_needed',
  'owner_needed',
  'later_day_needed',
  'other_needed',
  'not_a_date',
  'unknown_option',
  'too_long',
  'too_many',
  'unknown_person',
  'unknown_photo',
  'unknown_problem',
  'empty',
  'malformed',
  // The other ledgers' own.
  'not_together',
  'out_of_range',
  'in_the_future',
  'before_the_start',
  'unknown_member',
  'unknown_field',
  'not_a_number',
  'authorisation_needed',
  'notice_too_short',
  'notice_running',
  'exits_first',
  'category_needed',
  'already_monitored',
  'not_monitored',
  'too_soon',
  'no_labor',
  'unknown_household',
  'unknown_area',
  'same_household',
  'same_village',
  'entry_twice',
  'ledger_off',
  'not_editable',
  'longer_needs_county',
  'household_ended',
  'already_gone',
  'nobody_left',
  'head_leaves',
  'head_not_among',
  'number_taken',
  // Checklists and parameters.
  'unknown_param',
  'wrong_type',
  'bad_text',
  'missing',
  'in_the_past',
  'overlay_faulty',
  // Campaigns.
  'backwards',
  'too_many_days',
  'outside_dates',
  'begun',
  'no_households',
  'campaign_cancelled',
  // The map's own.
  'not_geojson',
  'not_a_polygon',
  'no_village_known',
  'bad_address',
  'local_address',
  'shifted_map',
  'bad_map_file',
  'vector_map',
  'map_source_silent',
  'no_map_file',
  'bad_range',
  // Who answers for which household.
  'primary_exists',
  'no_overlap',
  'gap',
  'date_in_past',
  'date_too_far',
  'same_person',
  'not_in_force',
  // Spot checks, and filters kept under a name.
  'empty_frame',
  'sample_too_large',
  'bad_seed',
  'frame_changed',
  'person_left',
  'check_cancelled',
  'already_raised',
  'not_checked',
  'name_taken',
  // Work that outlasts a request.
  'job_running',
  'export_running',
  'job_interrupted',
  'disk_full',
  'too_large',
  // Rosters from files.
  'not_a_sheet',
  'encrypted_file',
  'unpacks_too_large',
  'web_page',
  'empty_sheet',
  'too_many_rows',
  'no_header',
  'sheet_hidden',
  'columns_missing',
  'roster_moved',
  'check_gone',
  'undo_over',
  // People, switches, backups.
  'person_ended',
  'last_administrator',
  'has_open_work',
  'login_taken',
  'new_password_needed',
  'password_expired',
  'weak_password',
  'not_sqlite',
  'basis_needed',
  'not_a_phone',
  'repeated',
  'bad_area',
  // People who leave, and helping units.
  'successor_needed',
  'planned_to_another',
  'people_undecided',
  'villages_undecided',
  'unit_ended',
  'unit_name_taken',
  'not_an_enterprise',
  'same_unit',
  'unknown_unit',
  // Reports.
  'compliance_off',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** The body of every answer of the county that is not 2xx. */
interface ErrorReply {
  code: string
  field?: string
  retry_after_s?: number
}

/** A request that was not carried out, with what to tell the person. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  constructor(
    readonly code: FailureCode,
    readonly status: number,
    readonly field?: string,
    readonly retryAfterS?: number,
  ) {
    super(code)
  }
}

let signedOut: () => void = () => {}

/** What happens when the county no longer knows this session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

export type Query = Record<string, string | undefined>

export function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path + queryText(query), undefined, signal)
}

export function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return request<T>('POST', path, body, signal)
}

/** A whole page of the county's, such as a sheet to print. */
export async function getPage(path: string, signal?: AbortSignal): Promise<string> {
  return (await send('GET', path, undefined, signal, 'text/html')).text()
}

/** The address of a photo; the browser sends the session itself. */
export function photoAddress(sha256: string): string {
  return `/v1/console/photos/${encodeURIComponent(sha256)}`
}

function queryText(query: Query): string {
  const filled = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled)}`
}

async function request<T>(method: 'GET' | 'POST', path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(method, path, body, signal, 'application/json')
  if (response.status === 204) return undefined as T
  try {
    return (await response.json()) as T
  } catch {
    // A portal's friendly page is not an answer of the county.
    throw new RequestFailed('internal', response.status)
  }
}

async function send(method: 'GET' | 'POST', path: string, body: unknown, signal: AbortSignal | undefined, accept: string): Promise<Response> {
  const headers: Record<string, string> = { accept }
  // A form on another site cannot set this header, so it proves the request is the console's own.
  if (method === 'POST') headers['ruhu-console'] = '1'
  if (body !== undefined) headers['content-type'] = 'application/json'

  let response: Response
  try {
    response = await fetch(`/v1/console${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new RequestFailed('offline', 0)
  }

  if (!response.ok) throw await failureOf(response)
  return response
}

async function failureOf(response: Response): Promise<RequestFailed> {
  const reply = await replyOf(response)
  const code = codeOf(reply?.code, response.status)
  if (code === 'signed_out') signedOut()
  const wait = reply?.retry_after_s ?? Number(response.headers.get('retry-after') ?? Number.NaN)
  return new RequestFailed(code, response.status, reply?.field, Number.isFinite(wait) ? wait : undefined)
}

async function replyOf(response: Response): Promise<ErrorReply | undefined> {
  try {
    const reply = (await response.json()) as Partial<ErrorReply> | null
    return typeof reply?.code === 'string' ? (reply as ErrorReply) : undefined
  } catch {
    return undefined
  }
}

function codeOf(code: string | undefined, status: number): FailureCode {
  const known = failureCodes.find((candidate) => candidate === code)
  if (known) return known
  switch (status) {
    case 400:
    case 413:
    case 422:
      return 'invalid'
    case 401:
      return 'signed_out'
    case 403:
      return 'forbidden'
    case 404:
      return 'not_found'
    case 409:
      return 'stale'
    case 429:
      return 'too_many_attempts'
    default:
      return 'internal'
  }
}
