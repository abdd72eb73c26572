import { computed, inject, onUnmounted, provide, ref } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'

import { call } from '../../../bridge'
import type { Args, CommandFailed, Commands, VisitForm } from '../../../bridge'
import { failedFrom } from '../../composables/useAction'
import { useLoad } from '../../composables/useLoad'
import type { Loading } from '../../composables/useLoad'

/** Commands that answer with the whole visit anew. */
type VisitCommand = { [N in keyof Commands]: Commands[N][1] extends VisitForm ? N : never }[keyof Commands]

export interface OpenVisit {
  form: ComputedRef<VisitForm>
  /** Runs in the order of the taps, so that a slow answer never undoes a later one. */
  save: <N extends VisitCommand>(name: N, args: Args<N>) => Promise<CommandFailed | null>
  saving: Ref<boolean>
  reload: () => Promise<void>
  /** Work still in the fields (typed, not yet saved), to be done before leaving or sealing. */
  beforeLeaving: (flush: () => Promise<unknown>) => () => void
  flush: () => Promise<void>
}

const KEY: InjectionKey<OpenVisit> = Symbol('visit')

/** Opens one visit for all the pages below. */
export function provideVisit(visitId: string): Loading<VisitForm> & { visit: OpenVisit } {
  const loading = useLoad(() => call('visit', { visit_id: visitId }))
  const waiting = ref(0)
  let line: Promise<unknown> = Promise.resolve()

  async function perform<N extends VisitCommand>(name: N, args: Args<N>): Promise<CommandFailed | null> {
    try {
      loading.put((await call(name, args)) as VisitForm)
      return null
    } catch (cause) {
      const failure = failedFrom(cause)
      if (failure.code === 'stale') void loading.reload()
      return failure
    } finally {
      waiting.value -= 1
    }
  }

  const flushes = new Set<() => Promise<unknown>>()
  const visit: OpenVisit = {
    form: computed(() => {
      if (loading.state.value.is !== 'ready') throw new Error('the visit is not open')
      return loading.state.value.value
    }),
    save(name, args) {
      waiting.value += 1
      const turn = line.then(() => perform(name, args))
      line = turn
      return turn
    },
    saving: computed(() => waiting.value > 0),
    reload: loading.reload,
    beforeLeaving(flush) {
      flushes.add(flush)
      return () => flushes.delete(flush)
    },
    async flush() {
      await Promise.all([...flushes].map((flush) => flush()))
      await line
    },
  }
  provide(KEY, visit)
  return { ...loading, visit }
}

export function useVisit(): OpenVisit {
  const visit = inject(KEY)
  if (!visit) throw new Error('no visit is open here')
  return visit
}

/** Saves what is typed after a pause, when the field is left, and when the page goes. */
export function useTyped(commit: () => Promise<unknown>, pauseMs: number) {
  const visit = inject(KEY, null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending = false

  async function now(): Promise<void> {
    clearTimeout(timer)
    if (!pending) return
    pending = false
    await commit()
  }
  function soon(): void {
    pending = true
    clearTimeout(timer)
    timer = setTimeout(() => void now(), pauseMs)
  }
  const forget = visit?.beforeLeaving(now)
  onUnmounted(() => {
    void now()
    forget?.()
  })
  return { soon, now, typing: () => pending }
}
