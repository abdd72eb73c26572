/** What is printed, ready in words: phone and console each make it of what they may show. */

export interface PrintTable {
  caption?: string
  head: string[]
  rows: string[][]
  /** Said in place of rows. */
  empty: string
}

/** One of the book's parts: facts in pairs, then tables. */
export interface PrintPart {
  title: string
  facts?: [string, string][]
  tables?: PrintTable[]
  note?: string
}

export interface PrintBook {
  /** `zh-CN` or `en`: what lines are broken by. */
  lang: string
  title: string
  /** County, town, village. */
  place: string
  cover: [string, string][]
  /** What the QR code on the cover says, and what stands under it. */
  code: string
  codeLabel: string
  warning: string
  parts: PrintPart[]
}

export interface PrintCard {
  lang: string
  title: string
  place: string
  facts: [string, string][]
  code: string
  codeLabel: string
  hotline: string
  note: string
}

/** What hangs at a door says which household, to a phone that holds it, and nothing to anybody else. */
export function householdCode(id: string): string {
  return `ruhu:h:${id}`
}
