import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import QrCode from 'qrcode-svg'

import { serve, type Screens } from './screens'

/** The scanner before a camera that films a printed code. */
test.describe.configure({ mode: 'serial', timeout: 240_000 })

const HOME = '0190a1b2-0000-7000-8000-0000000000aa'
let screens: Screens
let folder: string

test.beforeAll(async () => {
  test.setTimeout(240_000)
  screens = await serve('phone')
  folder = mkdtempSync(join(tmpdir(), 'ruhu-scan-'))
})
test.afterAll(async () => {
  await screens?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A film of one picture: the code on a table, a little aslant, not quite in the middle. */
async function film(page: Page, text: string, name: string): Promise<string> {
  const { modules } = new QrCode({ content: text, ecl: 'M', padding: 0 }).qrcode
  const data = await page.evaluate((squares) => {
    const canvas = document.createElement('canvas')
    canvas.width = 640
    canvas.height = 480
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.fillStyle = '#8a7556'
    pen.fillRect(0, 0, 640, 480)
    pen.translate(330, 232)
    pen.rotate(0.1)
    const size = 7
    const side = (squares.length + 8) * size
    pen.fillStyle = '#f4f1ea'
    pen.fillRect(-side / 2, -side / 2, side, side)
    pen.fillStyle = '#1a1a1a'
    squares.forEach((line, y) => line.forEach((dark, x) => dark && pen.fillRect((x + 4) * size - side / 2, (y + 4) * size - side / 2, size, size)))
    return canvas.toDataURL('image/jpeg', 0.9)
  }, modules)
  const path = join(folder, `${name}.mjpeg`)
  writeFileSync(path, Buffer.from(data.slice(data.indexOf(',') + 1), 'base64'))
  return path
}

async function filming(page: Page, text: string, name: string, executablePath: string | undefined): Promise<{ browser: Browser; phone: Page }> {
  const path = await film(page, text, name)
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`],
  })
  const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, permissions: ['camera'], locale: 'zh-CN' })
  return { browser, phone }
}

test('a household’s code opens the household', async ({ page, launchOptions }) => {
  const { browser, phone } = await filming(page, `ruhu:h:${HOME}`, 'home', launchOptions.executablePath)
  await phone.goto(`${screens.address}?canned#/households`)
  await phone.getByRole('button', { name: '扫码' }).click({ timeout: 120_000 })
  await expect.poll(() => phone.url(), { timeout: 60_000 }).toContain(`#/households/${HOME}`)
  await expect(phone.getByRole('dialog')).toBeHidden()
  await browser.close()
})

test('any other code says one thing, and nothing more', async ({ page, launchOptions }) => {
  const { browser, phone } = await filming(page, 'https://example.org/?a=1', 'other', launchOptions.executablePath)
  await phone.goto(`${screens.address}?canned#/households`)
  await phone.getByRole('button', { name: '扫码' }).click({ timeout: 120_000 })
  await expect(phone.getByRole('alert')).toHaveText('不在您的名单中', { timeout: 60_000 })
  expect(phone.url()).toMatch(/#\/households$/)
  await browser.close()
})

test('the code on the console fills in the enrolment form and sends nothing', async ({ page, launchOptions }) => {
  const link = `ruhu://enrol?server=${encodeURIComponent('https://ruhu.example.gov.cn')}&code=K7QF-3MXA-9TWD`
  const { browser, phone } = await filming(page, link, 'enrol', launchOptions.executablePath)
  await phone.goto(`${screens.address}?canned&phase=new#/enrol`)
  await phone.getByRole('button', { name: '扫登记码' }).click({ timeout: 120_000 })
  await expect(phone.getByRole('textbox', { name: '登记码' })).toHaveValue('K7QF-3MXA-9TWD', { timeout: 60_000 })
  await expect(phone.getByLabel('县服务器网址')).toHaveValue('https://ruhu.example.gov.cn')
  await expect(phone.getByText('请核对后登记')).toBeVisible()
  await browser.close()
})
