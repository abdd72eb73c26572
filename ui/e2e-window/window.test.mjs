import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Builder, By, Capabilities, until } from 'selenium-webdriver'

import { startCounty } from '../e2e/county.mjs'

/**
 * The app in its own window, as it is installed: the real webview, the real bridge, the real store, a real
 * county. tauri-driver starts it and WebKit's own driver moves the mouse.
 * RUHU_APP is another `ruhu` than the one in target/debug; it has the screens of ui/dist/phone inside.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const app = process.env.RUHU_APP || join(root, 'target/debug/ruhu')
const shots = join(root, '.cache/screenshots/window')
const PATIENCE_MS = 30_000

let folder
let county
let driverProcess
let port
/** The open window, or null. */
let window = null

before(async () => {
  assert.ok(existsSync(app), `${app} is not there: run \`cargo build -p ruhu\` first`)
  mkdirSync(shots, { recursive: true })
  folder = mkdtempSync(join(tmpdir(), 'ruhu-window-'))
  county = await startCounty()
  await startDriver()
}, { timeout: 300_000 })

after(async () => {
  await closeWindow().catch(() => undefined)
  if (driverProcess?.exitCode === null) {
    const ended = new Promise((resolve) => driverProcess.once('exit', resolve))
    driverProcess.kill('SIGTERM')
    await ended
  }
  // A window that outlives its driver holds the driver's pipes, and this test with them.
  try {
    process.kill(-driverProcess.pid, 'SIGKILL')
  } catch {
    // Nobody is left, as it should be.
  }
  await county?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function freePort() {
  const listener = createServer()
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port: free } = listener.address()
  await new Promise((resolve) => listener.close(resolve))
  return free
}

/** The app inherits the driver's environment: a phone and settings of its own, nobody else's. */
async function startDriver() {
  port = await freePort()
  const tools = join(root, '.cache/tools/bin')
  const own = { RUHU_DATA_DIR: join(folder, 'phone') }
  for (const kind of ['DATA', 'CONFIG', 'CACHE', 'STATE']) own[`XDG_${kind}_HOME`] = join(folder, kind.toLowerCase())
  for (const path of Object.values(own)) mkdirSync(path, { recursive: true })
  driverProcess = spawn('tauri-driver', ['--port', String(port), '--native-port', String(await freePort())], {
    env: { ...process.env, ...own, PATH: `${tools}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own
  })
  const log = createWriteStream(join(shots, 'driver.log'))
  driverProcess.stdout.pipe(log, { end: false })
  driverProcess.stderr.pipe(log, { end: false })
  const failed = new Promise((_, reject) => {
    driverProcess.once('error', reject)
    driverProcess.once('exit', (code) => reject(new Error(`tauri-driver ended with ${code}`)))
  })
  failed.catch(() => undefined)
  await Promise.race([failed, listening(port)])
}

async function listening(at) {
  for (;;) {
    const open = await new Promise((resolve) => {
      const socket = createConnection(at, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function openWindow() {
  const capabilities = new Capabilities()
  capabilities.set('tauri:options', { application: app })
  capabilities.setBrowserName('wry')
  window = await new Builder().withCapabilities(capabilities).usingServer(`http://127.0.0.1:${port}/`).build()
}

async function closeWindow() {
  const open = window
  window = null
  await open?.quit()
}

const xpathText = (text) => `normalize-space(.)='${text}'`
const heading = (text) => By.xpath(`//h1[${xpathText(text)}]`)
const button = (text) => By.xpath(`//button[${xpathText(text)}]`)

/** What is there, and visible. */
async function seen(locator) {
  const element = await window.wait(until.elementLocated(locator), PATIENCE_MS, `not there: ${locator}`)
  return window.wait(until.elementIsVisible(element), PATIENCE_MS, `not visible: ${locator}`)
}

async function press(locator) {
  const element = await seen(locator)
  await window.wait(until.elementIsEnabled(element), PATIENCE_MS)
  await window.executeScript('arguments[0].scrollIntoView({ block: "center" })', element)
  await element.click()
}

/** A picture of what is drawn: the webview draws after the document has changed. */
async function picture(name) {
  await window.executeAsyncScript('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))')
  writeFileSync(join(shots, `${name}.png`), Buffer.from(await window.takeScreenshot(), 'base64'))
}

/** How many items the screen says are answered: "4/41" below the title, or "已填 4/41" in the overview. */
async function answered() {
  const text = await (await seen(By.css('.progress, main'))).getText()
  return Number(/(\d+)\/\d+/.exec(text)?.[1])
}

/** The household of the visit, and where the visit is. */
let head = ''
let visit = ''
let answers = 0

test('the window opens on a phone nobody has enrolled', { timeout: 120_000 }, async () => {
  await openWindow()
  await seen(heading('欢迎使用入户'))
  assert.equal(await window.executeScript('return typeof window.__TAURI_INTERNALS__'), 'object', 'this is the app, not a browser')
  await picture('1-enrolment')
})

test('a one-time code of the county enrols it, and its households come', { timeout: 120_000 }, async () => {
  const server = await seen(By.css('input[type=url]'))
  await server.clear()
  await server.sendKeys(county.spare.server)
  await (await seen(By.css('input.code'))).sendKeys(county.spare.code)
  await press(button('登记并下载农户'))
  await seen(By.xpath("//h2[normalize-space(.)='该走访的农户']"))
  const due = await window.findElements(By.xpath("//button[starts-with(@aria-label, '走访')]"))
  assert.ok(due.length >= 2, `${due.length} households are due`)
  await picture('2-today')
})

test('a household is opened and read', { timeout: 60_000 }, async () => {
  const first = await seen(By.xpath("//button[starts-with(@aria-label, '走访')]"))
  head = (await first.getAttribute('aria-label')).replace(/^走访/, '').replace(/家$/, '')
  await press(By.xpath(`//a[@aria-label='${head}家']`))
  await seen(By.xpath("//h2[contains(., '对象')]"))
  const text = await (await seen(By.css('main'))).getText()
  assert.match(text, new RegExp(head))
  assert.doesNotMatch(text, /\d{17}[\dX]/, 'a full ID number is on the screen')
  await picture('3-household')
})

test('a visit is begun and answered, each answer saved by itself', { timeout: 60_000 }, async () => {
  await press(button('常规走访'))
  await seen(heading('走访基本情况'))
  answers = await answered()
  const summary = await seen(By.css('textarea'))
  await summary.sendKeys('家中都好，正在翻修圈舍。')
  await press(By.xpath("//*[@role='radiogroup'][@aria-labelledby]//label[normalize-space(.)='是']"))
  await window.wait(async () => (await answered()) >= answers + 2, PATIENCE_MS, 'the answers were not saved')
  answers = await answered()
  visit = await window.executeScript('return location.hash')
  assert.match(visit, /^#\/visits\/[0-9a-f-]{36}\/sections\//)
  await picture('4-answered')
})

test('closed and opened again, the phone is the same and the draft is there', { timeout: 120_000 }, async () => {
  await closeWindow()
  await openWindow()
  await seen(By.xpath("//h2[normalize-space(.)='没填完的']"))
  await picture('5-today-again')
  await press(By.xpath(`//a[contains(@class, 'visit-row')][contains(., '${head}')]`))
  await seen(heading(`走访${head}家`))
  assert.equal(await answered(), answers)
  await window.executeScript('location.hash = arguments[0]', visit)
  await seen(heading('走访基本情况'))
  assert.equal(await (await seen(By.css('textarea'))).getAttribute('value'), '家中都好，正在翻修圈舍。')
  await picture('6-draft-again')
})
