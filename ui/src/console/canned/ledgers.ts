import type { DefinedField, DefinedMove, Labelled, LedgerDefinition } from '../api'
import codesJson from '../../../../data/codes.json'
import ledgersJson from '../../../../data/ledgers.json'

/** The county's own definitions, made into what the console is given. */
interface RawField {
  code: string; zh: string; en: string; shape: string; required?: boolean; past?: boolean; list?: string; options?: Labelled[]; min?: number; max?: number; most?: number
  show_if?: { field: string; in: string[] }; group_zh?: string; group_en?: string; help_zh?: string
}
interface RawMove { code: string; zh: string; en: string; from: string[]; to: string; reason?: boolean; effect?: string; fields?: RawField[] }
export interface RawLedger {
  code: string; zh: string; en: string; about_zh: string; about_en: string; scope: string; switch?: string; kind?: string; day?: string; amount?: string; due?: unknown; title: string[]
  fields: RawField[]; states: { code: string; zh: string; en: string; settled?: boolean; editable?: boolean }[]; moves: RawMove[]
}

const codes = codesJson as unknown as Record<string, { items?: Labelled[] }>
export const raw = (ledgersJson as unknown as { ledgers: RawLedger[] }).ledgers
const labelled = ({ code, zh, en }: Labelled): Labelled => ({ code, zh, en })

function field(one: RawField): DefinedField {
  const options = (one.options ?? (one.list ? codes[one.list]?.items : undefined) ?? []).map(labelled)
  return {
    field: labelled(one), shape: one.shape === 'text' && (one.most ?? 0) > 100 ? 'long_text' : one.shape, required: one.required === true, past: one.past === true, options, min: one.min ?? null, max: one.max ?? null, most: one.most ?? null,
    show_if: one.show_if ? { field: one.show_if.field, any_of: one.show_if.in } : null, group_zh: one.group_zh ?? null, group_en: one.group_en ?? null, help_zh: one.help_zh ?? null,
  }
}
const step = (one: RawMove): DefinedMove => ({ step: labelled(one), needs_reason: one.reason === true, takes_effect: one.effect !== undefined, fields: (one.fields ?? []).map(field) })

export const ledgers: LedgerDefinition[] = raw.map((one) => {
  const fields = one.fields.map(field)
  return {
    ledger: labelled(one), about_zh: one.about_zh, about_en: one.about_en, scope: one.scope, off: one.switch !== undefined, has_amount: one.amount !== undefined, has_due: one.due !== undefined,
    kinds: fields.find((f) => f.field.code === one.kind)?.options ?? [], fields, states: one.states.map((state) => ({ state: labelled(state), settled: state.settled === true })), moves: one.moves.map(step),
  }
})
