import { onUnmounted, readonly, ref } from 'vue'

import { call, onProgress } from '../../bridge'
import type { ErrorCode, SyncProgress, SyncSummary } from '../../bridge'
import { failedFrom } from './useAction'
import { noteOutcome } from './useOnline'

const running = ref(false)
const progress = ref<SyncProgress | null>(null)

export type SyncOutcome = { summary: SyncSummary } | { failed: ErrorCode }

let round: Promise<SyncOutcome> | null = null

/** One round; whoever asks while it runs gets the same one. A failure is an outcome, told by its code. */
export function syncNow(): Promise<SyncOutcome> {
  round ??= runRound().finally(() => (round = null))
  return round
}

async function runRound(): Promise<SyncOutcome> {
  running.value = true
  progress.value = null
  try {
    const summary = await call('sync_now', {})
    noteOutcome(null)
    return { summary }
  } catch (cause) {
    const { code } = failedFrom(cause)
    noteOutcome(code)
    return { failed: code }
  } finally {
    running.value = false
    progress.value = null
  }
}

/** Tells the app what only the screens see. When a round follows from it, the app decides. */
export function tellFront(): void {
  void call('front', {}).catch(() => undefined)
}
export function tellNetwork(up: boolean): void {
  void call('network', { up }).catch(() => undefined)
}

export function useSync() {
  onUnmounted(onProgress((next) => (progress.value = next.step === 'done' ? null : next)))
  return { running: readonly(running), progress: readonly(progress), syncNow }
}
