import type { DefinedMove, EntryPage, LedgerDefinition } from '../../api'

/** Taking an entry out; every ledger has it, and always with a reason. */
export const VOID = 'void'

export interface OfferedStep {
  code: string
  /** The one that brings it on. */
  first: boolean
  takes_effect: boolean
}

/** The moves the county offers, in the ledger's order: what ends or returns it after what brings it on. Taking out stands apart. */
export function arrange(definition: LedgerDefinition, page: Pick<EntryPage, 'moves'>): OfferedStep[] {
  const offered = definition.moves.filter((move) => page.moves.includes(move.step.code))
  const sorted = [...offered.filter((move) => !move.needs_reason), ...offered.filter((move) => move.needs_reason)]
  return sorted.map((move, at) => ({ code: move.step.code, first: at === 0 && !move.needs_reason, takes_effect: move.takes_effect }))
}

/** What a step asks for. Taking out asks for a reason alone. */
export function moveOf(definition: LedgerDefinition, step: string): DefinedMove | null {
  const found = definition.moves.find((one) => one.step.code === step)
  if (found) return found
  return step === VOID ? { step: { code: VOID, zh: '', en: '' }, needs_reason: true, takes_effect: false, fields: [] } : null
}

/** Where a sheet is put up in the village: after the vote, until the town has passed it (DOMAIN §5.3). */
export function hasNotice(page: Pick<EntryPage, 'row'>): boolean {
  return page.row.ledger.code === 'case' && ['voted', 'on_notice'].includes(page.row.state.code)
}
