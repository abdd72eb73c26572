import { computed, shallowRef, watch, type Ref } from 'vue'
import type { VisitPage } from '../../api'
import { loadBatch, loadVisits } from '../../endpoints'

interface Place {
  id: string
  state: string
}

/** The visits reviewed together with this one: its batch, or else those waiting in the same state. */
export function useQueue(page: Ref<VisitPage | null>) {
  const places = shallowRef<Place[]>([])
  /** The state in which visits of this queue wait for a decision. */
  const waitingState = shallowRef('batched')
  const batchId = shallowRef<string | null>(null)
  let loadedFor: string | undefined

  async function load(visit: VisitPage) {
    const key = visit.batch_id ?? `state ${visit.visit.state}`
    // Moving inside a list of one state must not reload it: a decided visit has left that state.
    if (key === loadedFor || (!visit.batch_id && places.value.some((place) => place.id === visit.visit.visit_id))) return
    loadedFor = key
    batchId.value = visit.batch_id
    waitingState.value = visit.batch_id ? 'batched' : visit.visit.state
    try {
      const { visits } = visit.batch_id
        ? await loadBatch(visit.batch_id)
        : await loadVisits({ state: visit.visit.state })
      if (loadedFor === key) places.value = visits.map((row) => ({ id: row.visit_id, state: row.state }))
    } catch {
      // Without its neighbours a visit can still be decided.
      if (loadedFor === key) {
        places.value = []
        loadedFor = undefined
      }
    }
  }

  watch(page, (visit) => visit && void load(visit), { immediate: true })
  // A visit read or decided now may have another state than when the list was read.
  watch(page, (visit) => {
    if (!visit) return
    places.value = places.value.map((place) =>
      place.id === visit.visit.visit_id ? { ...place, state: visit.visit.state } : place,
    )
  })

  const at = computed(() => places.value.findIndex((place) => place.id === page.value?.visit.visit_id))
  const waits = (place: Place) => place.state === waitingState.value
  return {
    batchId,
    at,
    length: computed(() => places.value.length),
    waiting: computed(() => places.value.filter(waits).length),
    previous: computed(() => (at.value > 0 ? places.value[at.value - 1]?.id : undefined)),
    next: computed(() => (at.value >= 0 ? places.value[at.value + 1]?.id : undefined)),
    /** The next one waiting after this, going round once. */
    nextWaiting(): string | undefined {
      const from = at.value
      const round = [...places.value.slice(from + 1), ...places.value.slice(0, Math.max(from, 0))]
      return round.find(waits)?.id
    },
  }
}
