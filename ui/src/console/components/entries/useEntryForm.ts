import { computed, nextTick, ref, shallowRef, watch, type Ref } from 'vue'
import type { DefinedField } from '../../api'
import { RequestFailed, type FailureCode } from '../../http'
import { codeOf } from '../../useLoad'
import { useWords } from '../../words'
import { today } from '../due'
import { fieldOf } from '../fieldOf'
import { differs, filled, stillWrong, type Draft, type Values, type Wrong } from './form'

/** Beside the fields of a ledger a form may ask for these; no field is called so. */
export const REASON = '_reason'
export const HOUSEHOLD = '_household'
export const VILLAGE = '_village'
export const CHECKED = '_checked'
const BESIDE: Record<string, string> = { reason: REASON, household_id: HOUSEHOLD, area_code: VILLAGE }

/** What is typed, what is wrong with it, and how it is sent once; `body` holds the controls. */
export function useEntryForm(body: Ref<HTMLElement | undefined>) {
  const { t, failure } = useWords()
  const draft = ref<Draft>({})
  const opened = shallowRef<Draft>({})
  const wrong = ref<Partial<Record<string, string>>>({})
  const trouble = ref('')
  const busy = ref(false)
  /** Somebody else was first: nothing can be sent any more. */
  const overtaken = ref(false)
  const touched = computed(() => differs(draft.value, opened.value))

  watch(draft, (now, before) => (wrong.value = stillWrong(wrong.value, now, before)))

  function open(start: Draft) {
    draft.value = { ...start }
    opened.value = { ...start }
    wrong.value = {}
    trouble.value = ''
    overtaken.value = false
  }

  const set = (code: string, value: string | string[]) => (draft.value = { ...draft.value, [code]: value })

  const say = (code: FailureCode) => (code === 'own_work' ? t('entry.ownWork') : failure(code))

  /** Puts each failure beside its field and the cursor into the first. */
  async function show(faults: Partial<Record<string, string>>) {
    wrong.value = faults
    await nextTick()
    const first = body.value?.querySelector<HTMLElement>('.bad')
    if (!first) return
    // A calendar that opens by itself would cover what is said beneath it: its field takes the cursor, the next Tab its input.
    const day = first.querySelector('.el-date-editor') !== null
    if (day) first.tabIndex = -1
    const control = day ? first : first.querySelector<HTMLElement>('input, textarea')
    control?.focus()
  }

  /** What is to be sent, or nothing while something plainly lacks. */
  async function check(fields: readonly DefinedField[], beside: Partial<Record<string, string>> = {}): Promise<Values | null> {
    const { values, wrong: faults } = filled(fields, draft.value, today(Date.now()))
    const words = Object.fromEntries(Object.entries(faults as Wrong).flatMap(([code, fault]) => (fault ? [[code, say(fault)]] : [])))
    trouble.value = ''
    await show({ ...beside, ...words })
    return Object.keys(wrong.value).length === 0 ? values : null
  }

  /** Sends once; what the county refuses stands beside the field it names, else under the form. */
  async function send<T>(fields: readonly DefinedField[], act: () => Promise<T>): Promise<T | null> {
    if (busy.value || overtaken.value) return null
    busy.value = true
    trouble.value = ''
    try {
      return await act()
    } catch (cause) {
      const code = codeOf(cause)
      if (code === 'stale' || code === 'not_from_here' || code === 'not_editable') {
        overtaken.value = true
        trouble.value = t('entry.stale')
        return null
      }
      const named = cause instanceof RequestFailed ? fieldOf(cause.field) : undefined
      const field = named === undefined ? undefined : fields.some((one) => one.field.code === named) ? named : BESIDE[named]
      if (field !== undefined && field in draft.value) await show({ [field]: say(code) })
      else trouble.value = say(code)
      return null
    } finally {
      busy.value = false
    }
  }

  return { draft, wrong, trouble, busy, overtaken, touched, open, set, check, send }
}
