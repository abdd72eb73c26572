import { computed, onMounted, ref } from 'vue'

import { call } from '../../../bridge'
import type { ErrorCode, TeamPage } from '../../../bridge'
import { failedFrom } from '../../composables/useAction'
import { useLoad } from '../../composables/useLoad'

/** How the teams stand: what this phone keeps at once, what the county says as soon as it answers. */
export function useTeam({ ask }: { ask: boolean }) {
  const { state, reload, put } = useLoad(() => call('team', {}))
  const asking = ref(false)
  /** Why the county could not be asked; what is shown is of before. */
  const failure = ref<ErrorCode | null>(null)
  const page = computed<TeamPage | null>(() => (state.value.is === 'ready' ? state.value.value : null))

  async function refresh(): Promise<void> {
    if (asking.value) return
    asking.value = true
    failure.value = null
    try {
      put(await call('ask_team', {}))
    } catch (cause) {
      failure.value = failedFrom(cause).code
    } finally {
      asking.value = false
    }
  }
  onMounted(() => { if (ask) void refresh() })

  return { state, reload, page, asking, failure, refresh }
}
