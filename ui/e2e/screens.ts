import { fileURLToPath } from 'node:url'
import { createServer, type ViteDevServer } from 'vite'

/** The screens over made-up data, served from their sources: for what needs no county. */
export interface Screens {
  address: string
  close: () => Promise<void>
}

export async function serve(side: 'phone' | 'console'): Promise<Screens> {
  const server: ViteDevServer = await createServer({
    configFile: `vite.${side}.config.ts`,
    cacheDir: fileURLToPath(new URL(`../../.cache/vite-e2e-${side}`, import.meta.url)),
    logLevel: 'error',
    // node_modules may be a link to elsewhere.
    server: { host: '127.0.0.1', port: 0, fs: { strict: false } },
  })
  await server.listen()
  const at = server.httpServer?.address()
  if (!at || typeof at === 'string') throw new Error('the screens are not served')
  return { address: `http://127.0.0.1:${at.port}/`, close: () => server.close() }
}
