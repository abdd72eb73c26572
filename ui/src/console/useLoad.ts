import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { RequestFailed, type FailureCode } from './http'

/** A screen is always in exactly one of these. */
export type Loaded<T> =
  | { is: 'loading' }
  | { is: 'ready'; value: T }
  | { is: 'failed'; code: FailureCode }

export interface Load<T> {
  state: ShallowRef<Loaded<T>>
  /** True while a newer answer is fetched behind one already shown. */
  refreshing: Ref<boolean>
  reload: () => Promise<void>
  /** Asks once more, and where that fails keeps what is shown. */
  refresh: () => Promise<void>
  /** Why the last refresh did not come. */
  refreshFailed: Ref<FailureCode | null>
  /** Shows an answer that arrived by another road, such as a decision's. */
  put: (value: T) => void
}

/** Loads at once and whenever a source changes; an answer overtaken by a newer question is dropped. */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, source?: WatchSource): Load<T> {
  const state = shallowRef<Loaded<T>>({ is: 'loading' })
  const refreshing = ref(false)
  const refreshFailed = ref<FailureCode | null>(null)
  let current: AbortController | undefined

  async function run(keep: boolean, gently = false) {
    current?.abort()
    const mine = new AbortController()
    current = mine
    refreshFailed.value = null
    if (keep && state.value.is === 'ready') refreshing.value = true
    else state.value = { is: 'loading' }
    try {
      const value = await load(mine.signal)
      if (current === mine) state.value = { is: 'ready', value }
    } catch (cause) {
      if (current !== mine) return
      if (gently && state.value.is === 'ready') refreshFailed.value = codeOf(cause)
      else state.value = { is: 'failed', code: codeOf(cause) }
    } finally {
      if (current === mine) refreshing.value = false
    }
  }

  if (source) watch(source, () => void run(false))
  onScopeDispose(() => current?.abort())
  void run(false)

  return {
    state,
    refreshing,
    reload: () => run(true),
    refresh: () => run(true, true),
    refreshFailed,
    put(value) {
      current?.abort()
      current = undefined
      refreshing.value = false
      state.value = { is: 'ready', value }
    },
  }
}

export function codeOf(cause: unknown): FailureCode {
  return cause instanceof RequestFailed ? cause.code : 'internal'
}
