import { afterEach, expect, test, vi } from 'vitest'

import { call, CommandFailed, useHost } from './index'
import { cannedWith } from './canned'
import { previewHost } from './preview'

class Silent {
  addEventListener() {}
  removeEventListener() {}
}

afterEach(() => vi.unstubAllGlobals())

test('a failure arrives with its code, its field and how long to wait', async () => {
  useHost(cannedWith({ unlock: () => { throw { code: 'pin_wait', field: 'pin', retry_after_s: 30 } } }))
  await expect(call('unlock', { pin: '0000' })).rejects.toMatchObject({ code: 'pin_wait', field: 'pin', retryAfterS: 30 })
})

test('whatever else goes wrong is internal, never silence', async () => {
  useHost(cannedWith({ today: () => { throw new Error('boom') } }))
  await expect(call('today', {})).rejects.toBeInstanceOf(CommandFailed)
  await expect(call('today', {})).rejects.toMatchObject({ code: 'internal' })
})

test('the preview is asked with its header, beside the page, and refuses with the app’s code', async () => {
  vi.stubGlobal('EventSource', Silent)
  const asked: [string, RequestInit][] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    asked.push([url, init])
    return Promise.resolve(new Response(JSON.stringify({ code: 'not_found', field: null, retry_after_s: null }), { status: 422 }))
  })
  useHost(previewHost())
  await expect(call('household', { household_id: 'h1' })).rejects.toMatchObject({ code: 'not_found' })
  expect(asked[0]?.[0]).toBe('./call/household')
  expect(asked[0]?.[1]).toMatchObject({ method: 'POST', body: '{"household_id":"h1"}', headers: { 'ruhu-preview': '1' } })
})
