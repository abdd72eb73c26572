import { onUnmounted } from 'vue'

import { call } from '../../../bridge'
import type { ProblemDraft } from '../../../bridge'

/** Saved after this pause, so that a dead battery costs a word at most. */
const PAUSE_MS = 700

/** Keeps a form as it is typed. `stop` before it is sent: nothing late may bring it back. */
export function useDraft() {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: ProblemDraft | null = null

  async function now(): Promise<void> {
    clearTimeout(timer)
    const draft = pending
    pending = null
    // The next letter tries again; what is typed stays on the screen meanwhile.
    if (draft) await call('keep_problem_draft', { draft, keep: true }).catch(() => undefined)
  }
  /** The form is replaced with each letter, never changed. */
  function soon(draft: ProblemDraft): void {
    pending = draft
    clearTimeout(timer)
    timer = setTimeout(() => void now(), PAUSE_MS)
  }
  function stop(): void {
    clearTimeout(timer)
    pending = null
  }
  async function discard(draft: ProblemDraft): Promise<void> {
    stop()
    await call('keep_problem_draft', { draft, keep: false })
  }

  // The phone may be put away, or the app ended, without a word.
  const hidden = (): void => { if (document.visibilityState === 'hidden') void now() }
  document.addEventListener('visibilitychange', hidden)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', hidden)
    void now()
  })
  return { soon, now, stop, discard }
}
