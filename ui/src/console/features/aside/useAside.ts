import type { AsideChoice, AsideOutcome, AsideRow } from '../../api'
import { decideAside } from '../../endpoints'

/** What a person may decide about a change set aside. */
export type AsideAction = 'release' | 'assign' | 'void' | 'restore'

export interface Ask {
  action: AsideAction
  changes: AsideRow[]
  /** Made when the question is put, so that a second click decides nothing twice. */
  decisionId: string
}

export function askAbout(action: AsideAction, changes: AsideRow[]): Ask {
  return { action, changes, decisionId: crypto.randomUUID() }
}

export function choices(changes: AsideRow[]): AsideChoice[] {
  return changes.map(({ change_id, sequence }) => ({ change_id, sequence }))
}

export interface Told {
  done: number
  refused: AsideOutcome[]
}

export async function decide(ask: Ask, reason: string, person: string | null): Promise<Told> {
  const { changes } = await decideAside({
    decision_id: ask.decisionId,
    action: ask.action,
    reason,
    person_id: ask.action === 'assign' ? person : null,
    changes: choices(ask.changes),
  })
  const refused = changes.filter((one) => one.refused !== null)
  return { done: changes.length - refused.length, refused }
}

/** Gives the browser a file it has in memory. */
export function download(name: string, parts: BlobPart[], type: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(parts, { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

/** The bytes behind a base64 text. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(new ArrayBuffer(text.length))
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
