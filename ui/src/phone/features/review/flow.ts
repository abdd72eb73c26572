import { computed, ref } from 'vue'

export type Outcome = 'approved' | 'returned' | 'skipped'

/** The order of a row of visits, fixed when it begins: what arrives meanwhile waits for the next row, so that the count never jumps. */
export function useFlow() {
  const order = ref<string[]>([])
  const at = ref(0)
  const outcomes = ref<Record<string, Outcome>>({})

  const current = computed(() => order.value[at.value] ?? null)
  const total = computed(() => order.value.length)
  const count = (wanted: Outcome) => order.value.filter((id) => outcomes.value[id] === wanted).length
  const counts = computed(() => ({ approved: count('approved'), returned: count('returned'), skipped: count('skipped') }))
  const skipped = computed(() => order.value.filter((id) => outcomes.value[id] === 'skipped'))

  /** Begins with these visits, at one of them if it is named. */
  function begin(ids: string[], first: string | null = null): void {
    const from = first === null ? 0 : Math.max(0, ids.indexOf(first))
    order.value = [...ids.slice(from), ...ids.slice(0, from)]
    at.value = 0
    outcomes.value = {}
  }
  /** Notes what became of the visit on the screen and goes on to the next. */
  function pass(outcome: Outcome): void {
    const id = current.value
    if (id === null) return
    outcomes.value = { ...outcomes.value, [id]: outcome }
    at.value += 1
  }
  /** A decision was taken back: its visit is on the screen again, and what came after it comes after it. */
  function comeBack(id: string): void {
    const place = order.value.indexOf(id)
    if (place < 0) return
    outcomes.value = Object.fromEntries(Object.entries(outcomes.value).filter(([one]) => one !== id))
    at.value = place
  }
  /** Leaves out what was decided already when a visit before it came back. */
  function toNextOpen(): void {
    while (current.value !== null && outcomes.value[current.value] !== undefined) at.value += 1
  }

  return { order, at, total, current, counts, skipped, begin, pass, comeBack, toNextOpen }
}
