/** The only file that knows Tauri. */
import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'

import type { Host, SyncProgress } from './index'

/** Stops listening even when asked to before the shell has answered. */
function stopper(listening: Promise<() => void>): () => void {
  return () => void listening.then((stop) => stop())
}

export function tauriHost(): Host {
  return {
    call: (name, args) => invoke('call', { name, args }),
    onChanged: (listener) => stopper(listen('changed', () => listener())),
    onProgress: (listener) =>
      stopper(listen<SyncProgress>('progress', (event) => listener(event.payload))),
  }
}
