import { useRouter } from 'vue-router'

import { call } from '../../bridge'
import { useWords } from '../i18n'
import { failedFrom, useAction } from './useAction'
import { showToast } from './useToast'

/** Begins a visit, or goes on with the one begun, and opens it. */
export function useStartVisit() {
  const router = useRouter()
  const { codeWord } = useWords()
  const { busy, run } = useAction()

  async function start(householdId: string, draft: string | null, profile = 'routine'): Promise<void> {
    if (draft !== null) {
      await router.push(`/visits/${draft}`)
      return
    }
    await run(async () => {
      try {
        const form = await call('start_visit', { household_id: householdId, profile })
        const first = form.sections[0]
        await router.push(first ? `/visits/${form.visit_id}/sections/${first.code}` : `/visits/${form.visit_id}`)
      } catch (cause) {
        showToast({ text: codeWord('error', failedFrom(cause).code), tone: 'bad' })
      }
    })
  }

  return { starting: busy, start }
}
