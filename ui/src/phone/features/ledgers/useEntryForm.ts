import { computed, nextTick, ref, shallowRef } from 'vue'

import { call } from '../../../bridge'
import type { CommandFailed, EntryForm, EntryFormQuery, EntryInput, EntryPage, EntryReckoned, ErrorCode, FormValue } from '../../../bridge'
import { failedFrom, useAction } from '../../composables/useAction'
import type { Loaded } from '../../composables/useLoad'
import { useEntryDraft } from './useEntryDraft'
import { faultsOf, shownFields, shownValues, withValue } from './values'
import type { Values } from './values'

/** The reason a step asks for stands among the fields; no field has a code like this. */
export const REASON = '*reason'

/**
 * One form while it is filled in. It is loaded once: what comes later must not overwrite what is
 * being typed, and an entry that moved on is said when the form is sent.
 */
export function useEntryForm(target: EntryFormQuery) {
  const state = shallowRef<Loaded<EntryForm>>({ is: 'loading' })
  const values = shallowRef<Values>({})
  const reason = ref('')
  const reckoned = shallowRef<EntryReckoned>({ lines: [], notices: [] })
  const faults = shallowRef<Record<string, ErrorCode>>({})
  /** A failure that belongs to no field on the screen. */
  const trouble = shallowRef<CommandFailed | null>(null)
  const touched = ref(false)
  /** Counts the times the form was filled anew, for its inputs to begin anew. */
  const round = ref(0)
  const { busy, run } = useAction()
  const draft = useEntryDraft((next) => (reckoned.value = next))

  const form = computed(() => (state.value.is === 'ready' ? state.value.value : null))
  const fields = computed(() => form.value?.fields ?? [])
  const shown = computed(() => shownFields(fields.value, values.value))
  const input = computed<EntryInput>(() => ({ target: form.value?.target ?? target, values: values.value, reason: reason.value }))

  async function load(): Promise<void> {
    state.value = { is: 'loading' }
    try {
      const next = await call('entry_form', target)
      values.value = next.values
      reason.value = next.reason
      reckoned.value = next.reckoned
      touched.value = next.restored
      faults.value = {}
      trouble.value = null
      round.value += 1
      state.value = { is: 'ready', value: next }
    } catch (cause) {
      state.value = { is: 'failed', code: failedFrom(cause).code }
    }
  }
  void load()

  function changed(code: string): void {
    touched.value = true
    if (faults.value[code]) {
      const { [code]: _, ...rest } = faults.value
      faults.value = rest
    }
    draft.soon(input.value)
  }
  function type(code: string, value: FormValue | null): void {
    values.value = withValue(values.value, code, value)
    changed(code)
  }
  function typeReason(text: string): void {
    reason.value = text
    changed(REASON)
  }

  /** Everything typed is given up, and the form is as it was at first. */
  function discard(): Promise<boolean> {
    return run(async () => {
      await draft.discard(input.value)
      await load()
    })
  }

  function lacking(): Record<string, ErrorCode> {
    const lacks = faultsOf(fields.value, values.value)
    return form.value?.needs_reason && reason.value.trim() === '' ? { ...lacks, [REASON]: 'reason_missing' } : lacks
  }
  /** The field a failure is about, if it is on the screen. */
  function placeOf({ field, code }: CommandFailed): string | null {
    if (field !== null && shown.value.some((one) => one.code === field)) return field
    return form.value?.needs_reason && (field === 'reason' || code === 'reason_missing') ? REASON : null
  }

  /** Saves; null, with the faults at their fields, when it may not be. */
  async function send(): Promise<EntryPage | null> {
    trouble.value = null
    faults.value = lacking()
    if (Object.keys(faults.value).length > 0) return null
    let page: EntryPage | null = null
    await run(async () => {
      await draft.stop()
      const { target: to } = input.value
      try {
        page = await call(to.step ? 'move_entry' : 'save_entry', { ...input.value, values: shownValues(fields.value, values.value), reason: reason.value.trim() })
      } catch (cause) {
        const failed = failedFrom(cause)
        const at = placeOf(failed)
        if (at) faults.value = { [at]: failed.code }
        else trouble.value = failed
        // Not saved: what was typed is a draft still.
        draft.soon(input.value)
      }
    })
    await nextTick()
    return page
  }

  return { state, form, values, reason, reckoned, faults, trouble, touched, round, shown, busy, unkept: draft.failed, load, type, typeReason, left: draft.now, discard, send }
}
