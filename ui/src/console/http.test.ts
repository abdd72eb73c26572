import { afterEach, expect, test, vi } from 'vitest'
import { loadDevices, loadHouseholds, loadPeople } from './endpoints'
import { get, onSignedOut, post, RequestFailed } from './http'

/** The county's next answer; gives back the requests that were sent. */
function countyAnswers(answer: () => Response | Promise<Response>) {
  const sent: { address: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    sent.push({ address, init })
    return Promise.resolve().then(answer)
  })
  return sent
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers })

async function failureOf(request: Promise<unknown>): Promise<RequestFailed> {
  const cause = await request.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(cause instanceof RequestFailed)) throw new Error('the request did not fail as a request')
  return cause
}

afterEach(() => {
  vi.unstubAllGlobals()
  onSignedOut(() => {})
})

test('every post proves it is the console’s own, and no get does', async () => {
  const sent = countyAnswers(() => json(200, {}))
  await post('/sign-in', { login: 'chen' })
  await get('/me')
  expect(new Headers(sent[0]?.init.headers).get('ruhu-console')).toBe('1')
  expect(new Headers(sent[1]?.init.headers).has('ruhu-console')).toBe(false)
  expect(sent[0]?.init.body).toBe('{"login":"chen"}')
  expect(sent.every(({ init }) => init.credentials === 'same-origin')).toBe(true)
})

test('empty filters are left out of the address and others are escaped', async () => {
  const sent = countyAnswers(() => json(200, {}))
  await get('/visits', { state: 'a & b', town: '', after: undefined })
  expect(sent[0]?.address).toBe('/v1/console/visits?state=a+%26+b')
})

test('no name that is looked for is in an address', async () => {
  const sent = countyAnswers(() => json(200, {}))
  await Promise.all([loadHouseholds({ text: '王大明' }), loadPeople({ text: '王大明' }), loadDevices({ text: '王大明' })])
  expect(sent.map(({ address }) => address)).toEqual(['/v1/console/households/search', '/v1/console/people/search', '/v1/console/devices/search'])
  for (const { init } of sent) expect(init.body).toBe('{"text":"王大明"}')
})

test('an ended session is told once to whoever leads back to signing in', async () => {
  const ended = vi.fn()
  onSignedOut(ended)
  countyAnswers(() => json(401, { code: 'signed_out' }))
  expect((await failureOf(get('/overview'))).code).toBe('signed_out')
  expect(ended).toHaveBeenCalledTimes(1)
})

test('a wrong password is not an ended session', async () => {
  const ended = vi.fn()
  onSignedOut(ended)
  countyAnswers(() => json(401, { code: 'sign_in_refused' }))
  expect((await failureOf(post('/sign-in', {}))).code).toBe('sign_in_refused')
  expect(ended).not.toHaveBeenCalled()
})

test('a throttled sign-in knows how long to wait, from the body or the header', async () => {
  countyAnswers(() => json(429, { code: 'too_many_attempts', retry_after_s: 42 }))
  expect(await failureOf(post('/sign-in', {}))).toMatchObject({ code: 'too_many_attempts', retryAfterS: 42 })
  countyAnswers(() => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }))
  expect(await failureOf(post('/sign-in', {}))).toMatchObject({ code: 'too_many_attempts', retryAfterS: 7 })
})

test('an unknown code falls back on what its status means', async () => {
  countyAnswers(() => json(409, { code: 'something_new', field: 'revision' }))
  expect(await failureOf(post('/visits/1/decide', {}))).toMatchObject({ code: 'stale', field: 'revision' })
  countyAnswers(() => json(500, { code: 'something_new' }))
  expect((await failureOf(get('/me'))).code).toBe('internal')
})

test('a captive portal’s friendly page is not an answer', async () => {
  countyAnswers(() => new Response('<html>Welcome to the hotel</html>', { status: 200 }))
  expect((await failureOf(get('/overview'))).code).toBe('internal')
})

test('no network is told as no network', async () => {
  countyAnswers(() => Promise.reject(new TypeError('failed to fetch')))
  expect((await failureOf(get('/overview'))).code).toBe('offline')
})
