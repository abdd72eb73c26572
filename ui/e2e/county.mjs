import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Starts a small made-up county for the tests: a real server, two phones with a played day behind them and one
 * nobody has enrolled yet. Plain JavaScript, because the window's tests run on Node itself.
 * RUHU_DEMO is another `ruhu-demo` than the one in target/debug.
 */

const BUILT = fileURLToPath(new URL('../../target/debug/ruhu-demo', import.meta.url))

/** The day takes some fifteen seconds; a machine busy with something else may need far longer. */
const PATIENCE_MS = 240_000

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function free(port) {
  return new Promise((resolve) => {
    const listener = createServer()
    listener.once('error', () => resolve(null))
    listener.listen(port, '127.0.0.1', () => {
      const { port: taken } = listener.address()
      listener.close(() => resolve(taken))
    })
  })
}

/**
 * A free port whose next is free too: the console takes one, the phones the other. Below those that the system
 * lends to connections: the phones of the demonstration talk while the second waits to be taken.
 */
async function freePair() {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 6_000)
    if ((await free(port)) !== null && (await free(port + 1)) !== null) return port
  }
  throw new Error('no two free ports side by side')
}

export async function startCounty() {
  const program = process.env.RUHU_DEMO || BUILT
  if (!existsSync(program)) throw new Error(`${program} is not there: run \`cargo build -p fleet\` first`)

  const folder = mkdtempSync(join(tmpdir(), 'ruhu-county-'))
  const addresses = join(folder, 'addresses.json')
  const logFile = join(folder, 'demo.log')
  const log = openSync(logFile, 'w')
  const child = spawn(
    program,
    ['--small', '--data', join(folder, 'data'), '--port', String(await freePair()), '--addresses', addresses],
    { stdio: ['ignore', log, log] },
  )
  closeSync(log)
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
    child.once('error', resolve)
  })
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null
  // However the tests end, no county stays behind.
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)

  async function stop() {
    if (running()) {
      child.kill('SIGTERM')
      await Promise.race([ended, pause(10_000)])
      if (running()) child.kill('SIGKILL')
      await ended
    }
    process.removeListener('exit', kill)
    rmSync(folder, { recursive: true, force: true })
  }

  const began = Date.now()
  while (!existsSync(addresses)) {
    if (!running() || Date.now() - began > PATIENCE_MS) {
      const said = readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n')
      const what = running() ? 'is not ready' : 'ended early'
      await stop()
      throw new Error(`ruhu-demo ${what}:\n${said}`)
    }
    await pause(100)
  }
  return { ...JSON.parse(readFileSync(addresses, 'utf8')), data: join(folder, 'data', 'county'), stop }
}
