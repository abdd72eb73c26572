import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { JobView } from './api'
import { loadJob, stopJob } from './endpoints'
import { RequestFailed } from './http'

/** Often enough to see it move. */
const ASK_EVERY_MS = 700

/** Follows work of the county's until it ends. A lost connection is waited out: the work goes on without us. */
export function useJob(id: Ref<string | null>) {
  const job = shallowRef<JobView | null>(null)
  const lost = ref(false)
  const stopping = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  async function ask(mine: number): Promise<void> {
    const asked = id.value
    if (!asked) return
    try {
      const answer = await loadJob(asked)
      if (mine !== turn) return
      job.value = answer
      lost.value = false
    } catch (cause) {
      if (mine !== turn) return
      // Gone for good: forgotten after its day, or somebody else's.
      if (cause instanceof RequestFailed && cause.code === 'not_found') {
        job.value = null
        return
      }
      lost.value = true
    }
    if (lost.value || job.value?.state === 'running') timer = setTimeout(() => void ask(mine), ASK_EVERY_MS)
  }

  watch(id, () => {
    clearTimeout(timer)
    turn += 1
    job.value = null
    lost.value = false
    stopping.value = false
    if (id.value) void ask(turn)
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn += 1
  })

  return {
    job,
    lost,
    stopping,
    running: computed(() => Boolean(id.value) && (!job.value || job.value.state === 'running')),
    async stop(): Promise<void> {
      if (!id.value) return
      stopping.value = true
      try {
        job.value = await stopJob(id.value)
      } catch {
        stopping.value = false
      }
    },
  }
}
