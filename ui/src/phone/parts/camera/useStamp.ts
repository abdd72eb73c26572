import { computed, onUnmounted, ref, shallowRef } from 'vue'

import { call } from '../../../bridge'
import type { StampPreview } from '../../../bridge'
import { stampTime } from './stamp'

/** The stamp's lines with the county's clock running in them. */
export function useStamp() {
  const preview = shallowRef<{ stamp: StampPreview; at: number } | null>(null)
  const now = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let visit = ''

  function tick(): void {
    if (!preview.value) return
    now.value = preview.value.stamp.now_ms + Math.round(performance.now() - preview.value.at)
    timer = setTimeout(tick, 1000 - (now.value % 1000))
  }
  function stop(): void {
    clearTimeout(timer)
    preview.value = null
  }
  async function start(visitId: string): Promise<void> {
    visit = visitId
    stop()
    try {
      const stamp = await call('stamp_preview', { visit_id: visitId })
      if (visit !== visitId) return
      clearTimeout(timer)
      preview.value = { stamp, at: performance.now() }
      tick()
    } catch {
      // The photo gets its stamp all the same.
      preview.value = null
    }
  }
  /** A phone's monotonic clock may stand still while it sleeps. */
  function visibility(): void {
    if (!document.hidden && preview.value) void start(visit)
  }
  document.addEventListener('visibilitychange', visibility)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', visibility)
    visit = ''
    stop()
  })

  const lines = computed(() => preview.value?.stamp.lines.map((line, at) => (at === preview.value?.stamp.time_line ? stampTime(now.value) : line)) ?? [])
  return { lines, start, stop }
}
