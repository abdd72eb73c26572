import { onUnmounted, ref } from 'vue'

import { call } from '../../../bridge'
import type { Decision, ReviewQueue } from '../../../bridge'
import { failedFrom, useAction } from '../../composables/useAction'
import { showToast } from '../../composables/useToast'
import { useWords } from '../../i18n'

export interface JustDecided { visitId: string; changeId: string | null; text: string }

/** Long enough to read and to reach; afterwards the way back is on the captain's desk until it is sent. */
const SHOWN_MS = 8000

/** The last decision of a row, to be taken back. */
export function useUndo(cameBack: (visitId: string) => void) {
  const { t, codeWord } = useWords()
  const { busy, run } = useAction()
  const last = ref<JustDecided | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    last.value = null
  }
  function decided(visitId: string, decision: Decision, name: string, after: ReviewQueue): void {
    hide()
    const kept = after.decided.find((one) => one.card.visit_id === visitId && one.takes_back)
    last.value = { visitId, changeId: kept?.change_id ?? null, text: t(decision === 'approve' ? 'review.approvedOf' : 'review.returnedOf', { name }) }
    timer = setTimeout(hide, SHOWN_MS)
  }
  async function undo(): Promise<void> {
    const one = last.value
    if (!one?.changeId) return
    const changeId = one.changeId
    await run(async () => {
      try {
        await call('withdraw_decision', { change_id: changeId })
        hide()
        cameBack(one.visitId)
      } catch (cause) {
        // It has left meanwhile: it stands, and the words say what to do.
        hide()
        showToast({ text: codeWord('error', failedFrom(cause).code), tone: 'bad' })
      }
    })
  }
  onUnmounted(hide)

  return { last, busy, decided, undo, hide }
}
