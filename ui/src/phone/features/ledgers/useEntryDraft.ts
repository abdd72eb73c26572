import { onUnmounted, ref } from 'vue'

import { call } from '../../../bridge'
import type { EntryInput, EntryReckoned } from '../../../bridge'

/** Saved after this pause: what was typed comes to something at once, and a dead battery costs a letter. */
const PAUSE_MS = 250

/** Keeps a form as it is typed and says what it comes to. One at a time: an older one never lands on a newer. */
export function useEntryDraft(onReckoned: (reckoned: EntryReckoned) => void) {
  /** The last try did not reach the phone's store. */
  const failed = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: EntryInput | null = null
  let running: Promise<void> | null = null

  async function work(): Promise<void> {
    while (pending) {
      const input: EntryInput = pending
      pending = null
      try {
        const reckoned = await call('keep_entry_draft', { input, keep: true })
        failed.value = false
        if (!pending) onReckoned(reckoned)
      } catch {
        // The next letter tries again; what is typed stays on the screen meanwhile.
        failed.value = true
      }
    }
  }
  function now(): Promise<void> {
    clearTimeout(timer)
    running ??= work().finally(() => (running = null))
    return running
  }
  /** The form is replaced with each letter, never changed. */
  function soon(input: EntryInput): void {
    pending = input
    clearTimeout(timer)
    timer = setTimeout(() => void now(), PAUSE_MS)
  }
  /** Before a form is sent: nothing late may bring its draft back. */
  async function stop(): Promise<void> {
    clearTimeout(timer)
    pending = null
    await running
  }
  async function discard(input: EntryInput): Promise<void> {
    await stop()
    await call('keep_entry_draft', { input, keep: false })
  }

  // The phone may be put away, or the app ended, without a word.
  const hidden = (): void => { if (document.visibilityState === 'hidden') void now() }
  document.addEventListener('visibilitychange', hidden)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', hidden)
    void now()
  })
  return { failed, soon, now, stop, discard }
}
