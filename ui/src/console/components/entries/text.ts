import type { DefinedField, EntryFieldValue, EntryRow, Labelled, LedgerDefinition } from '../../api'
import { money } from '../../format'
import type { Values } from './form'

export interface Said {
  /** Words for a code that has them in both languages. */
  label: (labelled: { code: string; zh: string; en: string }) => string
  /** Names of members, households and villages, by id. */
  names: { [key in string]: string | undefined }
  /** Between the parts of a list. */
  and: string
  /** For an id nobody may put a name to. */
  unknown: string
}

/** A value as it is read: codes by their labels, money in yuan, people by name. */
export function textOf(field: DefinedField, value: EntryFieldValue, said: Said): string {
  if (Array.isArray(value)) return value.map((one) => textOf(field, one, said)).join(said.and)
  if (typeof value === 'number') return field.shape === 'money' ? money(value) : String(value)
  const option = field.options.find((one) => one.code === value)
  if (option) return said.label(option)
  if (['member', 'members', 'household', 'area'].includes(field.shape)) return said.names[value] ?? (field.shape === 'area' ? value : said.unknown)
  return value
}

/** What of these fields is filled in, in the order of the form. */
export function told(fields: readonly DefinedField[], values: Values, said: Said): { field: DefinedField; text: string }[] {
  return fields.flatMap((field) => {
    const value = values[field.field.code]
    return value === undefined ? [] : [{ field, text: textOf(field, value, said) }]
  })
}

/** Fields of an entry and of all that is said with its moves: what a line of its history may hold. */
export function allFields(definition: LedgerDefinition): DefinedField[] {
  return [...definition.fields, ...definition.moves.flatMap((move) => move.fields)]
}

/** What an entry is called: a title that is but a label is said in the language chosen. */
export function titleOf(row: Pick<EntryRow, 'title' | 'kind'>, label: (labelled: Labelled) => string): string {
  return row.kind && row.title === row.kind.zh ? label(row.kind) : row.title
}
