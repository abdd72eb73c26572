import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import * as tus from 'tus-js-client'

import { totp } from './totp'

/**
 * Photos go up by tus 1.0. A client that others wrote says whether that is true: it uploads, pauses, goes on and is
 * refused, against the running county. No browser; the same settings as `console.spec.ts`.
 */
const { RUHU_CONSOLE = '', RUHU_LOGIN = '', RUHU_PASSWORD = '', RUHU_TOTP_SECRET = '' } = process.env
const PHOTOS = `${RUHU_CONSOLE}/v1/photos`
const CHUNK = 64 * 1024
const LARGEST = 8 * 1024 * 1024

test.skip(!RUHU_CONSOLE, 'needs RUHU_CONSOLE, RUHU_LOGIN, RUHU_PASSWORD and RUHU_TOTP_SECRET')
test.describe.configure({ mode: 'serial' })

let cookie = ''
let device = ''
let token = ''

async function desk(path: string, body?: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'ruhu-console': '1', cookie }
  const asked = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
  return fetch(`${RUHU_CONSOLE}/v1/console/${path}`, asked)
}

/** A phone of nobody's app: a key and a token, got as any phone gets them. */
test.beforeAll(async () => {
  test.setTimeout(120_000)
  // A code works once: shortly after another sign-in this has to wait for the next one.
  await expect(async () => {
    const form = { login: RUHU_LOGIN, password: RUHU_PASSWORD, totp: totp(RUHU_TOTP_SECRET, Date.now()) }
    const signedIn = await desk('sign-in', form)
    expect(signedIn.status).toBe(200)
    cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }).toPass({ timeout: 90_000, intervals: [12_000] })
  const { people } = (await (await desk('people/search', {})).json()) as { people: { person_id: string }[] }
  const enrolment = (await (await desk('enrolments', { person_id: people[0]?.person_id })).json()) as { code: string }
  const key = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  const enrolled = await fetch(`${RUHU_CONSOLE}/v1/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code: enrolment.code, device_name: 'tus', app_version: '1', device_key: key.toString('base64'),
    }),
  })
  expect(enrolled.status).toBe(200)
  const reply = (await enrolled.json()) as { device_id: string; token: { token: string } }
  device = reply.device_id
  token = reply.token.token
})

/** The headers of a JPEG with noise behind them: as much as the county looks at. */
function picture(bytes: number): Buffer {
  const head = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 12, 0, 16, 1, 1, 0x11, 0]
  return Buffer.concat([Buffer.from(head), randomBytes(bytes - head.length)])
}
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

interface Told {
  /** What the client asked, such as `PATCH 65536`. */
  asked: string[]
  receipt: string | undefined
  upload: tus.Upload
}

/** Uploads until the end, or until `pauseAfter` bytes are acknowledged. A refusal rejects. */
function upload(bytes: Buffer, more: Partial<tus.UploadOptions> = {}, pauseAfter?: number): Promise<Told> {
  const asked: string[] = []
  let receipt: string | undefined
  return new Promise((resolve, reject) => {
    const client = new tus.Upload(bytes, {
      endpoint: PHOTOS,
      chunkSize: CHUNK,
      retryDelays: [],
      headers: { authorization: `Bearer ${token}` },
      metadata: { sha256: sha256(bytes), photo_id: 'x' },
      onBeforeRequest: (request) => {
        asked.push(`${request.getMethod()} ${request.getHeader('Upload-Offset') ?? ''}`.trim())
      },
      onAfterResponse: (_request, response) => {
        expect(response.getHeader('Tus-Resumable')).toBe('1.0.0')
        receipt ??= response.getHeader('Ruhu-Photo-Receipt')
      },
      onChunkComplete: (_chunk, accepted) => {
        if (pauseAfter !== undefined && accepted >= pauseAfter && accepted < bytes.length) {
          client.abort().then(() => resolve({ asked, receipt, upload: client }), reject)
        }
      },
      onSuccess: () => resolve({ asked, receipt, upload: client }),
      onError: reject,
      ...more,
    })
    client.start()
  })
}

/** The status and code with which the client was refused. */
async function refusal(uploading: Promise<Told>): Promise<[number, string]> {
  const error = await uploading.then(
    () => { throw new Error('was not refused') },
    (cause: unknown) => cause,
  )
  if (!(error instanceof tus.DetailedError) || !error.originalResponse) throw error
  const { code } = JSON.parse(error.originalResponse.getBody()) as { code: string }
  return [error.originalResponse.getStatus(), code]
}

function raw(method: string, path: string, headers: Record<string, string> = {}, body?: Buffer): Promise<Response> {
  const all = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...headers }
  return fetch(`${PHOTOS}${path}`, { method, headers: all, body: body && new Uint8Array(body) })
}

test('the county says what it can to whoever asks', async () => {
  for (const path of ['', `/${'a'.repeat(64)}`]) {
    const answer = await fetch(`${PHOTOS}${path}`, { method: 'OPTIONS' })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('tus-version')).toBe('1.0.0')
    expect(answer.headers.get('tus-extension')).toBe('creation,creation-with-upload')
    expect(answer.headers.get('tus-max-size')).toBe(String(LARGEST))
  }
})

test('a photo goes up in pieces and ends with a receipt', async () => {
  const bytes = picture(5 * CHUNK + 1000)
  const { asked, receipt, upload: done } = await upload(bytes)
  expect(asked).toEqual(['POST', 'PATCH 0', ...[1, 2, 3, 4, 5].map((piece) => `PATCH ${piece * CHUNK}`)])
  expect(done.url).toBe(`${PHOTOS}/${sha256(bytes)}`)
  const said = JSON.parse(Buffer.from(receipt ?? '', 'base64').toString()) as { sha256: string; bytes: number }
  expect([said.sha256, said.bytes]).toEqual([sha256(bytes), bytes.length])
})

test('a paused photo goes on from where the county is, also by a client that knows only its address', async () => {
  const bytes = picture(6 * CHUNK)
  const paused = await upload(bytes, {}, 2 * CHUNK)
  expect(paused.receipt).toBeUndefined()
  const standing = await raw('HEAD', `/${sha256(bytes)}`)
  expect(standing.headers.get('cache-control')).toBe('no-store')
  const at = Number(standing.headers.get('upload-offset'))
  expect(at).toBeGreaterThanOrEqual(2 * CHUNK)
  expect(at).toBeLessThan(bytes.length)

  const { asked, receipt } = await upload(bytes, { uploadUrl: paused.upload.url ?? '' })
  expect(asked.slice(0, 2)).toEqual(['HEAD', `PATCH ${at}`])
  expect(receipt).toBeTruthy()
  // Again from the beginning: the county has it, which a client learns by asking after a refusal.
  const again = await upload(bytes, { retryDelays: [0] })
  expect(again.asked).toEqual(['POST', 'PATCH 0', 'HEAD'])
  expect(again.receipt).toBe(receipt)
})

test('the first bytes go up with the announcement, and all of a small photo', async () => {
  const [bytes, small] = [picture(2 * CHUNK + 1000), picture(CHUNK)]
  const { asked, receipt } = await upload(bytes, { uploadDataDuringCreation: true })
  expect(asked).toEqual(['POST', `PATCH ${CHUNK}`, `PATCH ${2 * CHUNK}`])
  expect(receipt).toBeTruthy()
  const whole = await upload(small, { uploadDataDuringCreation: true })
  expect(whole.asked).toEqual(['POST'])
  expect(whole.receipt).toBeTruthy()
  // Again: the county has it, and says so at once.
  const again = await upload(small, { uploadDataDuringCreation: true })
  expect([again.asked, again.receipt]).toEqual([['POST'], whole.receipt])
})

test('a photo passes where PATCH may not', async () => {
  const { asked, receipt } = await upload(picture(2 * CHUNK), { overridePatchMethod: true })
  expect(asked).toEqual(['POST', 'POST 0', `POST ${CHUNK}`])
  expect(receipt).toBeTruthy()
})

test('a piece at the wrong place is refused and told the right one', async () => {
  const bytes = picture(3 * CHUNK)
  const paused = await upload(bytes, {}, CHUNK)
  const path = `/${sha256(bytes)}`
  const at = (await raw('HEAD', path)).headers.get('upload-offset')
  const kind = { 'content-type': 'application/offset+octet-stream' }
  const wrong = await raw('PATCH', path, { ...kind, 'upload-offset': '7' }, bytes.subarray(7))
  expect([wrong.status, wrong.headers.get('upload-offset')]).toEqual([409, at])
  expect(wrong.headers.get('tus-resumable')).toBe('1.0.0')
  const odd = await raw('PATCH', path, { 'content-type': 'image/jpeg', 'upload-offset': at ?? '' }, bytes)
  expect(odd.status).toBe(415)
  expect((await raw('HEAD', path)).headers.get('upload-offset')).toBe(at)
  expect((await upload(bytes, { uploadUrl: paused.upload.url ?? '' })).receipt).toBeTruthy()
})

test('other bytes than were announced are refused, and the right ones can follow', async () => {
  const [bytes, others] = [picture(CHUNK), picture(CHUNK)]
  const metadata = { sha256: sha256(bytes), photo_id: 'x' }
  expect(await refusal(upload(others, { metadata }))).toEqual([422, 'digest_mismatch'])
  const standing = await raw('HEAD', `/${sha256(bytes)}`)
  expect([standing.headers.get('upload-offset'), standing.headers.get('ruhu-photo-receipt')]).toEqual(['0', null])
  expect((await upload(bytes)).receipt).toBeTruthy()
})

test('what is too large, unnamed, unknown, or of another tus is refused', async () => {
  expect(await refusal(upload(picture(LARGEST + 1)))).toEqual([413, 'too_large'])
  expect(await refusal(upload(picture(CHUNK), { metadata: {} }))).toEqual([400, 'bad_metadata'])
  expect((await raw('HEAD', `/${'b'.repeat(64)}`)).status).toBe(404)
  for (const method of ['POST', 'PATCH', 'HEAD']) {
    const path = method === 'POST' ? '' : `/${'b'.repeat(64)}`
    const other = await raw(method, path, { 'tus-resumable': '0.2.2' })
    expect([method, other.status, other.headers.get('tus-version')]).toEqual([method, 412, '1.0.0'])
  }
})

test('nobody without a token sends anything, and a revoked phone hands in but sees nothing', async () => {
  const bytes = picture(3 * CHUNK)
  expect(await refusal(upload(bytes, { headers: {} }))).toEqual([401, 'signed_out'])
  expect(await refusal(upload(bytes, { headers: { authorization: 'Bearer guess' } }))).toEqual([401, 'signed_out'])

  const paused = await upload(bytes, {}, CHUNK)
  const revoked = await desk(`devices/${device}/revoke`, { reason: 'lost' })
  expect(revoked.status).toBe(200)
  // What the phone recorded before is still taken in: nothing is thrown away.
  const { receipt } = await upload(bytes, { uploadUrl: paused.upload.url ?? '' })
  expect(receipt).toBeTruthy()
  const looked = await raw('GET', `/${sha256(bytes)}`)
  expect([looked.status, ((await looked.json()) as { code: string }).code]).toEqual([403, 'device_revoked'])
})
