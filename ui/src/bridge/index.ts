/**
 * The one way from the screens to the app. Screens never know who answers: Tauri on a phone, the
 * preview over HTTP in a browser, canned data in tests.
 */
import type { Commands, ErrorCode, SyncProgress } from './commands'

export type * from './commands'

export type Name = keyof Commands
export type Args<N extends Name> = Commands[N][0]
export type Answer<N extends Name> = Commands[N][1]

/** Whoever answers. */
export interface Host {
  call(name: Name, args: unknown): Promise<unknown>
  /** Runs `listener` when stored data changed. Returns the way to stop. */
  onChanged(listener: () => void): () => void
  /** Runs `listener` while a round runs. Returns the way to stop. */
  onProgress(listener: (progress: SyncProgress) => void): () => void
  /** The preview's aeroplane switch; a real phone has its own. */
  network?: Network
}

export interface Network {
  online(): Promise<boolean>
  set(online: boolean): Promise<void>
}

/** A command that failed, with the code the words belong to. */
export class CommandFailed extends Error {
  readonly code: ErrorCode
  readonly field: string | null
  readonly retryAfterS: number | null

  constructor(code: ErrorCode, field: string | null = null, retryAfterS: number | null = null) {
    super(code)
    this.name = 'CommandFailed'
    this.code = code
    this.field = field
    this.retryAfterS = retryAfterS
  }
}

let host: Host | null = null

/** Chooses who answers; once, before the first call. */
export function useHost(chosen: Host): void {
  host = chosen
}

function chosenHost(): Host {
  if (!host) throw new CommandFailed('internal', 'host')
  return host
}

/** Asks the app. Fails with `CommandFailed` and nothing else. */
export async function call<N extends Name>(name: N, args: Args<N>): Promise<Answer<N>> {
  try {
    return (await chosenHost().call(name, args)) as Answer<N>
  } catch (cause) {
    if (cause instanceof CommandFailed) throw cause
    const known = cause as { code?: ErrorCode; field?: string | null; retry_after_s?: number | null } | null
    throw new CommandFailed(known?.code ?? 'internal', known?.field ?? null, known?.retry_after_s ?? null)
  }
}

export function onChanged(listener: () => void): () => void {
  return chosenHost().onChanged(listener)
}

export function onProgress(listener: (progress: SyncProgress) => void): () => void {
  return chosenHost().onProgress(listener)
}

export function network(): Network | undefined {
  return chosenHost().network
}

/** Tauri inside the app, else the preview. */
export async function findHost(): Promise<Host> {
  if ('__TAURI_INTERNALS__' in window) return (await import('./tauri')).tauriHost()
  return (await import('./preview')).previewHost()
}
