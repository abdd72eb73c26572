import type { PrintPart, PrintTable } from './book'

/** An entry of a ledger in words, as phone and console may show it. */
export interface PrintEntry {
  ledger: string
  /** What the ledger is called. */
  name: string
  title: string
  kind: string
  day: string
  amount: string
  state: string
}

export interface LedgerWords {
  plan: string
  measures: string
  deeds: string
  income: string
  /** Heads of the columns. */
  head: [what: string, kind: string, day: string, amount: string, state: string]
  none: string
}

/** The two last of the book's six parts, then what else a folder holds (DOMAIN S1 一户一册). */
export const BOOK_LEDGERS = ['plan', 'plan_task', 'measure', 'good_deed', 'income'] as const

export function ledgerParts(entries: PrintEntry[], words: LedgerWords): PrintPart[] {
  const table = (ledger: string, caption?: string): PrintTable => ({
    caption,
    head: words.head,
    rows: entries.filter((one) => one.ledger === ledger).map((one) => [one.title, one.kind, one.day, one.amount, one.state]),
    empty: words.none,
  })
  const tasks = entries.find((one) => one.ledger === 'plan_task')
  const income = entries.some((one) => one.ledger === 'income')
  return [
    { title: words.plan, tables: [table('plan'), ...(tasks ? [table('plan_task', tasks.name)] : [])] },
    { title: words.measures, tables: [table('measure')] },
    { title: words.deeds, tables: [table('good_deed')] },
    ...(income ? [{ title: words.income, tables: [table('income')] }] : []),
  ]
}
