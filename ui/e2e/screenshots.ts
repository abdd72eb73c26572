import { fileURLToPath } from 'node:url'
import { expect, test, type BrowserContext, type Locator, type Page } from '@playwright/test'

import { settled } from './look'
import { fillEveryGap, fly, jpeg, open, openPhone, sync } from './phone-hands'
import { totp } from './totp'

/** A picture of every screen, into .cache/screenshots/phone and .cache/screenshots/console. */
const { RUHU_PREVIEW, RUHU_CONSOLE, RUHU_LOGIN = '', RUHU_PASSWORD = '', RUHU_TOTP_SECRET = '' } = process.env
const pictures = fileURLToPath(new URL('../../.cache/screenshots', import.meta.url))

test.describe.configure({ mode: 'serial' })

let context: BrowserContext
let cadre: Page
let captain: Page
let spare: Page
/** Screens by name, each a phone and where on it; filled in once there is something to look at. */
let screens: [name: string, page: Page, hash: string][] = []
const MAIN = ['today', 'households', 'household', 'visit-draft', 'visit-1', 'seal-gaps', 'facts', 'problems', 'problem', 'ledgers', 'entry', 'entry-deed', 'entry-income', 'policies', 'me', 'hand-in', 'set-aside', 'rescue', 'settings', 'review', 'review-visit']

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  context = await browser.newContext({ viewport: { width: 360, height: 780 }, reducedMotion: 'reduce', permissions: ['camera'] })
  cadre = await openPhone(await context.newPage(), `${RUHU_PREVIEW}/cadre/`)
  captain = await openPhone(await context.newPage(), `${RUHU_PREVIEW}/captain/`)
  spare = await openPhone(await context.newPage(), `${RUHU_PREVIEW}/spare/`)
  await prepare()
})
test.afterAll(() => context.close())

async function picture(page: Page, name: string): Promise<void> {
  await settled(page)
  await page.screenshot({ path: `${pictures}/${name}.png` })
}
async function hashOf(link: Locator): Promise<string> {
  await expect(link.first()).toBeVisible()
  return ((await link.first().getAttribute('href')) ?? '').replace(/^#/, '')
}

/** Brings the phones to where every screen has something on it. */
async function prepare(): Promise<void> {
  for (const page of [cadre, captain]) {
    await fly(page, false)
    await sync(page)
  }
  await open(captain, '/review')
  await captain.getByRole('link').filter({ hasText: '县级已收到' }).first().click()
  await captain.getByRole('button', { name: '通过', exact: true }).click()
  await open(captain, '/review')
  await expect(captain.getByText('已通过，待报县')).toBeVisible()
  const review = captain.locator('a[href^="#/review/visits/"]')
  const toReview = await hashOf(review)

  // One visit sealed on the road; the one the day left behind stays begun.
  await fly(cadre, true)
  await open(cadre, '/today')
  await cadre.getByRole('button', { name: /^走访.+家$/ }).first().click()
  await cadre.locator('input[type=file]').first().setInputFiles(await jpeg(cadre, 'a house'))
  await expect(cadre.getByRole('button', { name: /放大照片/ })).toBeVisible({ timeout: 20_000 })
  await placeByHand(cadre)
  await fillEveryGap(cadre)
  await picture(cadre, 'phone/moments/seal-ready')
  await cadre.getByRole('button', { name: '封存这次走访' }).click()
  await expect(cadre.getByRole('heading', { name: '已保存在本机' })).toBeVisible()
  await picture(cadre, 'phone/moments/sealed')

  await open(cadre, '/today')
  const rows = cadre.locator('a[href^="#/visits/"]')
  const draft = await hashOf(rows.filter({ hasText: '填写中' }))
  const waiting = await hashOf(rows.filter({ hasText: '在本机待传' }))
  const household = await hashOf(cadre.locator('a[href^="#/households/"]'))
  // Only where the county has one under way.
  const campaign = cadre.locator('a[href^="#/campaigns/"]')
  const campaigns: [string, Page, string][] = (await campaign.count()) > 0 ? [['campaign', cadre, await hashOf(campaign)]] : []
  await open(cadre, draft)
  const sections = await cadre.locator('a[href*="/sections/"]').evaluateAll((all) => all.map((one) => (one.getAttribute('href') ?? '').slice(1)))
  expect(sections.length).toBeGreaterThan(3)

  const first = async (from: string, link: string): Promise<string> => {
    await open(cadre, from)
    return hashOf(cadre.locator(`a[href^="#${link}"]`))
  }
  const problem = await first('/problems', '/problems/')
  const entry = await first('/ledgers/plan', '/entries/0')
  const home = household.replace('/households/', '')

  screens = [
    ['enrolment', spare, '/enrol'],
    ['today', cadre, '/today'],
    // The list remembers its filter.
    ['households', cadre, '/households?filter=all'],
    ['households-due', cadre, '/households?filter=due'],
    ['household', cadre, household],
    ['could-not-visit', cadre, `/entries/new?ledger=no_visit&household=${household.split('/').at(-1)}`],
    ...campaigns,
    ['facts', cadre, `${household}/facts`],
    ['print', cadre, `${household}/print`],
    ['problems', cadre, '/problems'],
    ['problem', cadre, problem],
    ['raise', cadre, `${household}/problems/new`],
    ['ledgers', cadre, '/ledgers'],
    ['ledger', cadre, '/ledgers/good_deed'],
    ['entry', cadre, entry],
    ['entry-deed', cadre, `/entries/new?ledger=good_deed&household=${home}`],
    ['entry-income', cadre, `/entries/new?ledger=income&household=${home}`],
    ['entry-case', cadre, `/entries/new?ledger=case&household=${home}`],
    ['policies', cadre, '/policies'],
    ['visit-draft', cadre, draft],
    ...sections.map((hash, at): [string, Page, string] => [`visit-${at + 1}`, cadre, hash]),
    ['seal-gaps', cadre, `${draft}/seal`],
    ['visit-waiting', cadre, waiting],
    ['me', cadre, '/me'],
    ['hand-in', cadre, '/me/hand-in'],
    ['set-aside', cadre, '/me/set-aside'],
    ['rescue', cadre, '/me/rescue'],
    ['journal', cadre, '/me/journal'],
    ['settings', cadre, '/me/settings'],
    ['pin', cadre, '/me/pin'],
    ['captain-today', captain, '/today'],
    ['review', captain, '/review'],
    ['review-visit', captain, toReview],
    ['batch', captain, '/review/batch'],
    ['review-flow', captain, '/review/flow'],
    ['team', captain, '/review/team'],
    ['coverage', captain, '/review/coverage/not_visited'],
  ]
}

async function placeByHand(page: Page): Promise<void> {
  await page.getByRole('button', { name: '手工标注位置' }).click()
  const sheet = page.getByRole('dialog')
  if ((await sheet.getByLabel('纬度').inputValue()) === '') {
    await sheet.getByLabel('纬度').fill('34.45')
    await sheet.getByLabel('经度').fill('105.55')
  }
  await sheet.getByRole('button', { name: '保存' }).click()
  await expect(sheet).toBeHidden()
}

async function all(folder: string, only: (name: string) => boolean): Promise<void> {
  for (const [name, page, hash] of screens.filter(([name]) => only(name))) {
    // By way of Today, as people come: from one visit straight to another leads no way.
    await open(page, '/today')
    await open(page, hash)
    await picture(page, `phone/${folder}/${name}`)
  }
}
/** Language and size of the letters, as somebody would set them on the phone. */
async function set(language: 'zh' | 'en', size: 0 | 3): Promise<void> {
  for (const page of [cadre, captain]) {
    await open(page, '/me/settings')
    await page.locator('label', { has: page.locator(`[lang=${language}]`) }).click()
    await page.locator('label', { has: page.locator('input[name=text-size]') }).nth(size).click()
    await expect(page.locator('html')).toHaveCSS('font-size', size === 0 ? '16px' : '32px')
  }
}

for (const [width, height] of [[360, 780], [412, 915]] as const) {
  test(`every screen of the phone at ${width}×${height}`, async () => {
    for (const page of [cadre, captain, spare]) await page.setViewportSize({ width, height })
    await all(`zh-${width}`, () => true)
  })
}

test('what lies over the screens', async () => {
  for (const page of [cadre, captain]) await page.setViewportSize({ width: 360, height: 780 })
  const at = (name: string) => screens.find(([one]) => one === name)?.[2] ?? '/today'
  await open(cadre, at('visit-1'))
  for (const [name, label] of [['choice', /^家庭在家情况/], ['location', '手工标注位置'], ['photo-waiver', '拍不了照片'], ['signature', '请农户签字']] as const) {
    await cadre.getByRole('button', { name: label }).first().click()
    const sheet = cadre.getByRole('dialog')
    await expect(sheet).toBeVisible()
    await picture(cadre, `phone/moments/sheet-${name}`)
    await cadre.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  }
  await cadre.getByRole('button', { name: '拍照', exact: true }).first().click()
  const camera = cadre.getByRole('dialog', { name: /^相机/ })
  await expect(camera.locator('.stamp')).toBeVisible({ timeout: 20_000 })
  await picture(cadre, 'phone/moments/camera')
  for (const at of [1, 2]) {
    await camera.locator('.shutter').click()
    await expect(camera.locator('.strip li.saved')).toHaveCount(at, { timeout: 20_000 })
  }
  await picture(cadre, 'phone/moments/camera-taken')
  for (let left = 2; left > 0; left -= 1) {
    await camera.getByRole('button', { name: '重拍第 1 张' }).click()
    await expect(camera.locator('.strip li')).toHaveCount(left - 1)
  }
  await cadre.keyboard.press('Escape')
  await expect(camera).toBeHidden()
  await open(captain, at('review-visit'))
  await captain.getByRole('button', { name: /放大照片/ }).first().click()
  await picture(captain, 'phone/moments/photo')
  await captain.keyboard.press('Escape')
  // Only a visit that waits can be returned.
  const returning = captain.getByRole('button', { name: /^退回/ })
  if (await returning.isVisible()) {
    await returning.click()
    await expect(captain.getByRole('dialog')).toBeVisible()
    await picture(captain, 'phone/moments/sheet-return')
    await captain.keyboard.press('Escape')
  }
})

test('the main screens in English, and in letters twice as large', async () => {
  for (const page of [cadre, captain]) await page.setViewportSize({ width: 360, height: 780 })
  for (const [language, size, folder] of [['en', 0, 'en-360'], ['en', 3, 'en-360-200'], ['zh', 3, 'zh-360-200'], ['zh', 0, '']] as const) {
    await set(language, size)
    if (folder) await all(folder, (name) => MAIN.includes(name))
  }
})

test('a locked phone', async () => {
  await open(captain, '/me/pin')
  for (const step of ['下一步', '保存']) {
    for (const digit of '2580') await captain.getByRole('button', { name: digit, exact: true }).click()
    await captain.getByRole('button', { name: step }).click()
  }
  await expect(captain.getByText('密码已设置', { exact: true })).toBeVisible()
  await open(captain, '/me')
  await captain.getByRole('button', { name: '锁定' }).click()
  await expect(captain.getByText('输入密码')).toBeVisible()
  await picture(captain, 'phone/moments/locked')
  for (const digit of '2580') await captain.getByRole('button', { name: digit, exact: true }).click()
  await captain.getByRole('button', { name: '打开', exact: true }).click()
  await expect(captain.getByRole('navigation', { name: '主导航' })).toBeVisible()
})

test('every page of the console', async ({ browser }) => {
  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })).newPage()
  await desk.goto(`${RUHU_CONSOLE}/#/`)
  await expect(desk.getByLabel('账号')).toBeVisible()
  await picture(desk, 'console/zh/sign-in')
  await desk.getByLabel('账号').fill(RUHU_LOGIN)
  await desk.getByRole('textbox', { name: '密码' }).fill(RUHU_PASSWORD)
  await desk.getByLabel(/^动态码/).fill(totp(RUHU_TOTP_SECRET, Date.now()))
  await desk.getByRole('button', { name: '登录', exact: true }).click()
  await expect(desk.getByRole('heading', { level: 1 })).toBeVisible()

  const pages: [name: string, hash: string, opens: boolean][] = [
    ['overview', '/', false], ['map', '/map', false], ['batches', '/batches', false], ['batch', '/batches', true],
    ['visits', '/visits', false], ['visit', '/visits?state=batched', true], ['visit-accepted', '/visits?state=county_accepted', true],
    ['households', '/households', false], ['household', '/households', true],
    ['household-print', '/households', true], ['household-codes', '/household-codes', false], ['policies', '/policies', false],
    ['problems', '/problems', false], ['problem', '/problems', true], ['units', '/units', false],
    ['problem-list', '/problems?view=problems&group=all', false], ['problem-deadlines', '/problems?view=deadlines&group=all', false], ['spot-checks', '/spot-checks', false],
    ['photo-matches', '/photo-matches', false], ['photo-missing', '/photo-missing', false], ['photo-unverified', '/photo-unverified', false], ['photo-settings', '/photo-settings', false],
    ['campaigns', '/campaigns', false], ['campaign', '/campaigns', true], ['waiting', '/waiting', false], ['ledgers', '/ledgers', false], ['reports', '/reports', false], ['report-brief', '/reports?report=week', false], ['entry', '/ledgers', true],
    ['checklists', '/checklists', false], ['params', '/params', false],
    ['assignments', '/assignments', false], ['team-sync', '/team-sync', false], ['people', '/people', false], ['devices', '/devices', false], ['imports', '/imports', false], ['bundles', '/bundles', false],
    ['aside', '/aside', false], ['keys', '/keys', false], ['audit', '/audit', false], ['teams', '/teams', false], ['compliance', '/compliance', false], ['backups', '/backups', false], ['not-found', '/nowhere', false],
  ]
  for (const language of ['zh', 'en']) {
    if (language === 'en') {
      await desk.goto(`${RUHU_CONSOLE}/#/`)
      await desk.getByRole('button', { name: 'English' }).click()
    }
    for (const [name, hash, opens] of pages) {
      await desk.goto(`${RUHU_CONSOLE}/#${hash}`)
      if (opens) await desk.getByRole('table').getByRole('link').first().click()
      if (name === 'household-print') await desk.locator('a.print-way').click()
      await expect(desk.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await expect(desk.getByRole('status', { name: /^(正在加载|Loading)/ })).toHaveCount(0)
      await desk.waitForLoadState('networkidle')
      // Chart and map draw themselves on a canvas, which nothing can be asked about.
      if (name === 'overview' || name === 'map') await desk.waitForTimeout(1500)
      await picture(desk, `console/${language}/${name}`)
    }
  }
  await desk.goto(`${RUHU_CONSOLE}/#/people`)
  await desk.getByRole('button', { name: /^Enrolment code/ }).first().click()
  await expect(desk.getByRole('dialog')).toBeVisible()
  await picture(desk, 'console/en/enrolment')
  await desk.context().close()
})
