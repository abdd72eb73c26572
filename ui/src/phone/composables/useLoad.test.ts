import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { defineComponent } from 'vue'

import { CommandFailed, useHost } from '../../bridge'
import { cannedWith } from '../../bridge/canned'
import { useLoad } from './useLoad'
import type { Loading } from './useLoad'

function mounted<T>(load: () => Promise<T>) {
  const host = cannedWith({})
  useHost(host)
  let loading!: Loading<T>
  const wrapper = mount(defineComponent({ setup() { loading = useLoad(load); return () => null } }))
  return { host, loading, wrapper }
}

test('a screen is loading, then ready', async () => {
  const { loading } = mounted(() => Promise.resolve(7))
  expect(loading.state.value).toEqual({ is: 'loading' })
  await flushPromises()
  expect(loading.state.value).toEqual({ is: 'ready', value: 7 })
})

test('a failure keeps its code', async () => {
  const { loading } = mounted(() => Promise.reject(new CommandFailed('not_found')))
  await flushPromises()
  expect(loading.state.value).toEqual({ is: 'failed', code: 'not_found' })
})

test('changed data is loaded again, and no more once the screen is gone', async () => {
  let times = 0
  const { host, loading, wrapper } = mounted(() => Promise.resolve(++times))
  await flushPromises()
  host.change()
  await flushPromises()
  expect(loading.state.value).toEqual({ is: 'ready', value: 2 })
  wrapper.unmount()
  host.change()
  await flushPromises()
  expect(times).toBe(2)
})

test('a slow answer never replaces a newer one', async () => {
  const waiting: ((value: string) => void)[] = []
  const { loading } = mounted(() => new Promise<string>((resolve) => waiting.push(resolve)))
  void loading.reload()
  waiting[1]?.('new')
  await flushPromises()
  waiting[0]?.('old')
  await flushPromises()
  expect(loading.state.value).toEqual({ is: 'ready', value: 'new' })
})

test('what a command answered is not overwritten by an older load', async () => {
  const waiting: ((value: string) => void)[] = []
  const { loading } = mounted(() => new Promise<string>((resolve) => waiting.push(resolve)))
  loading.put('answered')
  waiting[0]?.('old')
  await flushPromises()
  expect(loading.state.value).toEqual({ is: 'ready', value: 'answered' })
})
