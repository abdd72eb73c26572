// How soon the county's console can be seen, and how much comes over the line for it. Told on
// standard input where it is and who signs in; answers on standard output.

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const require = createRequire(new URL('../../ui/package.json', import.meta.url))
const { chromium } = require('@playwright/test')

const ROUNDS = 7
const { url, login, password, totp } = JSON.parse(readFileSync(0, 'utf8'))

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})

const first = await browser.newContext()
const signedIn = await first.request.post(`${url}/v1/console/sign-in`, {
  headers: { 'ruhu-console': '1' },
  data: { login, password, totp },
})
if (!signedIn.ok()) throw new Error(`signing in was answered with ${signedIn.status()}`)
const storageState = await first.storageState()

/** Opens an address with nothing cached; when it was painted, and what came over the line. */
async function look(address, signedInToo) {
  const context = await browser.newContext(signedInToo ? { storageState } : {})
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  let bytes = 0
  wire.on('Network.loadingFinished', (loaded) => (bytes += loaded.encodedDataLength))
  const begun = performance.now()
  await page.goto(address)
  await page.locator('main h1, h1').first().waitFor()
  const shown = performance.now() - begun
  // What follows by itself, such as a chart below the figures, is told apart.
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  const first = bytes
  const painted = await page.evaluate(
    () =>
      new Promise((done) => {
        new PerformanceObserver((seen) => {
          const first = seen.getEntriesByName('first-contentful-paint')[0]
          if (first) done(first.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )
  await page.waitForLoadState('networkidle')
  await context.close()
  return { painted, shown, bytes: first, with_charts: bytes }
}

const middle = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)]

async function figures(address, signedInToo) {
  const looks = []
  for (let round = 0; round < ROUNDS; round += 1) looks.push(await look(address, signedInToo))
  return Object.fromEntries(['painted', 'shown', 'bytes', 'with_charts'].map((key) => [key, middle(looks.map((one) => one[key]))]))
}

const answer = { sign_in: await figures(`${url}/#/sign-in`, false), overview: await figures(`${url}/`, true) }
await browser.close()
process.stdout.write(JSON.stringify(answer))
