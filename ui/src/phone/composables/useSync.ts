import { onUnmounted, readonly, ref } from 'vue'

import { call, onProgress } from '../../bridge'
import type { ErrorCode, SyncProgress, SyncSummary } from '../../bridge'
import { failedFrom } from './useAction'
import { noteOutcome } from './useOnline'

/** No round of its own accord sooner than this after the last. */
const PAUSE_MS = 60_000

const running = ref(false)
const progress = ref<SyncProgress | null>(null)
let lastTried = 0

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
  lastTried = Date.now()
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

/** A round nobody asked for: when the app opens, comes back, or finds a network. Silent when it fails. */
export async function syncQuietly(pause = PAUSE_MS): Promise<void> {
  if (Date.now() - lastTried < pause) return
  await syncNow()
}

export function useSync() {
  onUnmounted(onProgress((next) => (progress.value = next.step === 'done' ? null : next)))
  return { running: readonly(running), progress: readonly(progress), syncNow }
}
