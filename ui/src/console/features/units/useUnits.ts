import { computed, reactive, watch, type Ref } from 'vue'
import type { UnitList, UnitRow } from '../../api'
import { saveUnit } from '../../endpoints'
import type { FailureCode } from '../../http'
import { codeOf } from '../../useLoad'

/** One line as it is typed, and how far it is kept. */
export interface UnitDraft { row: UnitRow; name: string; contact: string; is: 'kept' | 'saving' | 'saved' | 'failed'; code: FailureCode | null }

/** A town's units, each kept as soon as it is left. An answer never touches what is being typed. */
export function useUnits(stored: Ref<UnitList | null>) {
  const drafts = reactive<UnitDraft[]>([])
  watch(stored, (list) => {
    drafts.splice(0, drafts.length, ...(list?.units ?? []).map((row): UnitDraft => ({ row, name: row.name, contact: row.contact, is: 'kept', code: null })))
  }, { immediate: true })

  const changed = (draft: UnitDraft) => draft.name.trim() !== draft.row.name || draft.contact.trim() !== draft.row.contact

  async function keep(draft: UnitDraft) {
    if (!stored.value || draft.is === 'saving' || !changed(draft)) return
    const sent = { name: draft.name.trim(), contact: draft.contact.trim() }
    draft.is = 'saving'
    draft.code = null
    try {
      await saveUnit({ town: stored.value.town, role: draft.row.role.code, ...sent })
      draft.row = { ...draft.row, ...sent }
      draft.is = 'saved'
    } catch (cause) {
      draft.is = 'failed'
      draft.code = codeOf(cause)
      return
    }
    // Typed on and left while the first was under way.
    await keep(draft)
  }

  return { drafts, keep, filled: computed(() => drafts.filter((draft) => draft.row.name !== '').length) }
}
