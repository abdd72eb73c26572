import type { EntryFormQuery } from '../../../bridge'

/** Where the form of an entry, a correction or a step is. */
export function formPath({ ledger, household_id, entry_id, step }: EntryFormQuery): string {
  const of = new URLSearchParams({ ledger })
  if (entry_id && step) return `/entries/${entry_id}/steps/${step}?${of.toString()}`
  if (entry_id) return `/entries/${entry_id}/correct?${of.toString()}`
  if (household_id) of.set('household', household_id)
  return `/entries/new?${of.toString()}`
}

/** The form of a new entry; `returns` leads back to where one came from. */
export function newEntryPath(ledger: string, householdId: string | null, returns = false): string {
  return formPath({ ledger, household_id: householdId, entry_id: null, step: null }) + (returns ? '&then=back' : '')
}
