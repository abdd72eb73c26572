import { afterEach, expect, test, vi } from 'vitest'

import { hasCamera, troubleOf } from './useCamera'

afterEach(() => vi.unstubAllGlobals())

test('each way a camera fails has words of its own', () => {
  const named = (name: string) => troubleOf(new DOMException('', name))
  expect(named('NotAllowedError')).toBe('denied')
  expect(named('NotReadableError')).toBe('in_use')
  expect(named('NotFoundError')).toBe('none')
  expect(named('OverconstrainedError')).toBe('none')
  expect(troubleOf('anything')).toBe('none')
})

test('a web view without a camera of its own is told from one with', () => {
  vi.stubGlobal('navigator', {})
  expect(hasCamera()).toBe(false)
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: () => undefined } })
  expect(hasCamera()).toBe(true)
})
