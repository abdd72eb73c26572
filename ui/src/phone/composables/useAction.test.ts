import { expect, test } from 'vitest'

import { CommandFailed } from '../../bridge'
import { useAction } from './useAction'

test('a second tap while busy does nothing', async () => {
  const { run } = useAction()
  let times = 0
  let finish!: () => void
  const first = run(() => new Promise<void>((resolve) => { times += 1; finish = resolve }))
  expect(await run(() => { times += 1; return Promise.resolve() })).toBe(false)
  finish()
  expect(await first).toBe(true)
  expect(times).toBe(1)
})

test('a failure is shown by its code and is gone with the next try', async () => {
  const { run, failure, busy } = useAction()
  expect(await run(() => Promise.reject(new CommandFailed('wrong_pin')))).toBe(false)
  expect(failure.value?.code).toBe('wrong_pin')
  expect(busy.value).toBe(false)
  await run(() => Promise.resolve())
  expect(failure.value).toBeNull()
})

test('what is no command failure is still told, as internal', async () => {
  const { run, failure } = useAction()
  await run(() => Promise.reject(new Error('boom')))
  expect(failure.value?.code).toBe('internal')
})
