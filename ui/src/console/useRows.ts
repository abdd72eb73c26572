import { ref, shallowRef, watch, onScopeDispose, type Ref, type ShallowRef, type WatchSource } from 'vue'
import type { FailureCode } from './http'
import { codeOf, type Loaded } from './useLoad'

export interface RowsPage<Row> {
  rows: Row[]
  next: string | null
  /** Of the whole filter, where the county counts it. */
  total?: number
}

export interface ListOfRows<Row> {
  state: ShallowRef<Loaded<RowsPage<Row>>>
  reload: () => Promise<void>
  more: () => Promise<void>
  loadingMore: Ref<boolean>
  moreFailed: Ref<FailureCode | null>
}

/** A list read page by page with the county's own key; a changed filter starts again. */
export function useRows<Row>(
  load: (after: string | undefined, signal: AbortSignal) => Promise<RowsPage<Row>>,
  source?: WatchSource | WatchSource[],
): ListOfRows<Row> {
  const state = shallowRef<Loaded<RowsPage<Row>>>({ is: 'loading' })
  const loadingMore = ref(false)
  const moreFailed = ref<FailureCode | null>(null)
  let current: AbortController | undefined

  async function reload() {
    current?.abort()
    const mine = new AbortController()
    current = mine
    loadingMore.value = false
    moreFailed.value = null
    state.value = { is: 'loading' }
    try {
      const page = await load(undefined, mine.signal)
      if (current === mine) state.value = { is: 'ready', value: page }
    } catch (cause) {
      if (current === mine) state.value = { is: 'failed', code: codeOf(cause) }
    }
  }

  /** A failing page leaves the rows already shown where they are. */
  async function more() {
    const shown = state.value
    const mine = current
    if (shown.is !== 'ready' || shown.value.next === null || loadingMore.value || !mine) return
    loadingMore.value = true
    moreFailed.value = null
    try {
      const page = await load(shown.value.next, mine.signal)
      if (current === mine) {
        const total = page.total ?? shown.value.total
        state.value = { is: 'ready', value: { ...page, total, rows: [...shown.value.rows, ...page.rows] } }
      }
    } catch (cause) {
      if (current === mine) moreFailed.value = codeOf(cause)
    } finally {
      if (current === mine) loadingMore.value = false
    }
  }

  if (source) watch(source, () => void reload())
  onScopeDispose(() => current?.abort())
  void reload()
  return { state, reload, more, loadingMore, moreFailed }
}
