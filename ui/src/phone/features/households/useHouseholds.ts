import { onUnmounted, ref, watch } from 'vue'
import type { Ref } from 'vue'

import { call, onChanged } from '../../../bridge'
import type { HouseholdCard, HouseholdFilter, HouseholdOrder } from '../../../bridge'
import { failedFrom } from '../../composables/useAction'
import type { Loaded } from '../../composables/useLoad'

export interface Found { total: number; households: HouseholdCard[] }

/** Short enough to feel instant, long enough not to ask for every stroke of an input method. */
const TYPING_PAUSE_MS = 120

/** The list as far as it was scrolled. A late page of an older question is dropped. */
export function useHouseholds(text: Ref<string>, filter: Ref<HouseholdFilter>, tags: Ref<string[]>, order: Ref<HouseholdOrder>) {
  const state = ref<Loaded<Found>>({ is: 'loading' }) as Ref<Loaded<Found>>
  const more = ref(false)
  let question = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(from: HouseholdCard[], upTo: number): Promise<void> {
    const mine = ++question
    let shown = from
    try {
      for (;;) {
        const page = await call('list_households', { text: text.value, filter: filter.value, tags: tags.value, order: order.value, skip: shown.length })
        if (mine !== question) return
        shown = [...shown, ...page.households]
        state.value = { is: 'ready', value: { total: page.total, households: shown } }
        if (shown.length >= Math.min(upTo, page.total) || page.households.length === 0) return
      }
    } catch (cause) {
      if (mine === question) state.value = { is: 'failed', code: failedFrom(cause).code }
    }
  }

  async function loadMore(): Promise<void> {
    if (more.value || state.value.is !== 'ready') return
    const { total, households } = state.value.value
    if (households.length >= total) return
    more.value = true
    await load(households, households.length + 1)
    more.value = false
  }

  /** Again as far as it was shown, so that a sync does not throw the reader to the top. */
  function reload(): Promise<void> {
    return load([], state.value.is === 'ready' ? state.value.value.households.length : 1)
  }

  watch(text, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void load([], 1), TYPING_PAUSE_MS)
  })
  watch([filter, tags, order], () => void load([], 1))
  onUnmounted(onChanged(() => void reload()))
  onUnmounted(() => clearTimeout(timer))
  void load([], 1)
  return { state, more, loadMore, reload }
}
