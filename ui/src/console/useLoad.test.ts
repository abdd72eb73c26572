import { flushPromises } from '@vue/test-utils'
import { effectScope } from 'vue'
import { expect, test } from 'vitest'
import { RequestFailed } from './http'
import { useLoad } from './useLoad'

test('a refresh that fails keeps what is shown and says why; a reload does not', async () => {
  const answers = [() => 'first', () => { throw new RequestFailed('offline', 0) }, () => 'second', () => { throw new RequestFailed('offline', 0) }]
  const scope = effectScope()
  const load = scope.run(() => useLoad(async () => answers.shift()?.() ?? ''))
  if (!load) throw new Error('no scope')
  await flushPromises()
  await load.refresh()
  expect(load.state.value).toEqual({ is: 'ready', value: 'first' })
  expect(load.refreshFailed.value).toBe('offline')
  await load.refresh()
  expect(load.state.value).toEqual({ is: 'ready', value: 'second' })
  expect(load.refreshFailed.value).toBeNull()
  await load.reload()
  expect(load.state.value).toEqual({ is: 'failed', code: 'offline' })
  scope.stop()
})
