import { call } from '../../../bridge'
import type { ReviewQueue } from '../../../bridge'
import { failedFrom } from '../../composables/useAction'
import type { Toast } from '../../composables/useToast'
import { showToast } from '../../composables/useToast'
import type { useWords } from '../../i18n'

type Words = ReturnType<typeof useWords>

/** The way back from a decision just made, while it is still on this phone; `done` runs once it worked. */
export function undoOf(after: ReviewQueue, visitId: string, t: Words['t'], codeWord: Words['codeWord'], done: () => void = () => undefined): Toast['action'] {
  const decided = after.decided.find((one) => one.card.visit_id === visitId && one.takes_back)
  if (!decided) return undefined
  async function run(changeId: string): Promise<void> {
    try {
      await call('withdraw_decision', { change_id: changeId })
      showToast({ text: t('review.undoDone'), tone: 'plain' })
      done()
    } catch (cause) {
      showToast({ text: codeWord('error', failedFrom(cause).code), tone: 'bad' })
    }
  }
  return { label: t('review.undo'), run: () => void run(decided.change_id) }
}
