/** Talks to the preview, which runs the real app behind HTTP on this machine alone. */
import { CommandFailed } from './index'
import type { CallError, Host, SyncProgress } from './index'

/** The preview answers only requests that carry this: other pages in the browser cannot add it. */
const HEADERS = { 'ruhu-preview': '1', 'content-type': 'application/json' }

export function previewHost(): Host {
  const events = new EventSource('./events')
  return {
    async call(name, args) {
      let reply: Response
      try {
        reply = await fetch(`./call/${name}`, {
          method: 'POST',
          headers: HEADERS,
          body: JSON.stringify(args),
        })
      } catch {
        // The preview itself is gone; not the same as a phone without signal.
        throw new CommandFailed('internal', 'preview')
      }
      if (reply.ok) return reply.json()
      const error = (await reply.json().catch(() => null)) as CallError | null
      throw new CommandFailed(error?.code ?? 'internal', error?.field, error?.retry_after_s)
    },
    onChanged(listener) {
      events.addEventListener('changed', listener)
      return () => events.removeEventListener('changed', listener)
    },
    onProgress(listener) {
      const heard = (event: MessageEvent<string>) => listener(JSON.parse(event.data) as SyncProgress)
      events.addEventListener('progress', heard)
      return () => events.removeEventListener('progress', heard)
    },
    network: {
      async online() {
        const reply = await fetch('./network', { headers: HEADERS })
        return ((await reply.json()) as { on: boolean }).on
      },
      async set(online) {
        await fetch('./network', { method: 'POST', headers: HEADERS, body: JSON.stringify({ on: online }) })
      },
    },
  }
}
