import { onUnmounted, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

import { CommandFailed, onChanged } from '../../bridge'
import type { ErrorCode } from '../../bridge'

/** A screen is always in exactly one of these. */
export type Loaded<T> =
  | { is: 'loading' }
  | { is: 'ready'; value: T }
  | { is: 'failed'; code: ErrorCode }

export interface Loading<T> {
  state: ShallowRef<Loaded<T>>
  reload: () => Promise<void>
  /** Shows what a command answered, in place of what was loaded. */
  put: (value: T) => void
}

/** Loads at once, and again whenever stored data changed. A late answer never replaces a newer one. */
export function useLoad<T>(load: () => Promise<T>): Loading<T> {
  const state = shallowRef<Loaded<T>>({ is: 'loading' })
  let newest = 0

  function put(value: T): void {
    newest += 1
    state.value = { is: 'ready', value }
  }

  async function reload(): Promise<void> {
    newest += 1
    const mine = newest
    let loaded: Loaded<T>
    try {
      loaded = { is: 'ready', value: await load() }
    } catch (cause) {
      loaded = { is: 'failed', code: cause instanceof CommandFailed ? cause.code : 'internal' }
    }
    if (mine === newest) state.value = loaded
  }

  onUnmounted(onChanged(() => void reload()))
  void reload()
  return { state, reload, put }
}
