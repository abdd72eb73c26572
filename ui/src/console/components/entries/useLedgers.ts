import { computed } from 'vue'
import type { LedgerDefinition } from '../../api'
import { loadLedgers } from '../../endpoints'
import { useLoad } from '../../useLoad'

export const SCOPES = ['household', 'village', 'person'] as const
export type LedgerScope = (typeof SCOPES)[number]

/** What ledgers the county keeps. */
export function useLedgers() {
  const { state, reload } = useLoad(loadLedgers)
  const all = computed((): LedgerDefinition[] => (state.value.is === 'ready' ? state.value.value : []))
  return { state, reload, all, find: (code: string) => all.value.find((one) => one.ledger.code === code) ?? null }
}

/** Where nothing is ever open, there is nothing to tell open from settled. */
export const hasOpen = (definition: LedgerDefinition) => definition.states.some((one) => !one.settled)
