import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'

import { startCounty, type County } from './county.mjs'
import { looksRight } from './look'
import { fillEveryGap, fly, handIn, jpeg, open, openPhone, sync, tab } from './phone-hands'
import { totp } from './totp'

/**
 * The whole road of two visits, from a village without signal to the county's desk and back to the cadre's
 * phone, in a county of its own. Everything between the screens is real: app, sync, server, receipts, photos.
 */
test.describe.configure({ mode: 'serial' })

let county: County
let cadre: Page
let captain: Page
let desk: Page
const contexts: BrowserContext[] = []
/** Heads of the two households: one still due, one where nothing has changed since its last visit. */
let due = ''
let unchanged = ''

const NARRATIVE = '家中三口人都在，冬储的洋芋已入窖。'

async function newPage(browser: Browser, width: number, height: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })
  contexts.push(context)
  return context.newPage()
}

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  county = await startCounty()
  cadre = await openPhone(await newPage(browser, 360, 780), `${county.phones}/cadre/`)
  captain = await openPhone(await newPage(browser, 360, 780), `${county.phones}/captain/`)
  desk = await newPage(browser, 1440, 900)
})
test.afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await county?.stop()
})

/** The head of the household whose button this is. */
async function headOf(page: Page, label: RegExp, at = 0): Promise<string> {
  const text = (await page.getByRole('button', { name: label }).nth(at).getAttribute('aria-label')) ?? ''
  return text.replace(/^走访/, '').replace(/家$/, '')
}
async function takePhoto(page: Page, scene: string): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(await jpeg(page, scene))
  await expect(page.getByRole('button', { name: /放大照片/ })).toBeVisible({ timeout: 20_000 })
}
async function placeByHand(page: Page): Promise<void> {
  await page.getByRole('button', { name: '手工标注位置' }).click()
  const sheet = page.getByRole('dialog')
  const home = sheet.getByRole('button', { name: '用农户住处' })
  if (await home.isVisible()) await home.click()
  if ((await sheet.getByLabel('纬度').inputValue()) === '') {
    await sheet.getByLabel('纬度').fill('34.45')
    await sheet.getByLabel('经度').fill('105.55')
  }
  await sheet.getByRole('button', { name: '保存' }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByText('手工标注', { exact: true })).toBeVisible()
}
async function seal(page: Page): Promise<void> {
  await page.getByRole('button', { name: '封存这次走访' }).click()
  await expect(page.getByRole('heading', { name: '已保存在本机' })).toBeVisible()
}

test('without network a due household is visited and the visit sealed on the phone', async () => {
  test.setTimeout(240_000)
  await fly(cadre, true)
  await tab(cadre, '今日')
  await expect(cadre.getByText('离线，记录都在本机')).toBeVisible()
  await looksRight(cadre, 'road-01-today-offline')
  due = await headOf(cadre, /^走访.+家$/)
  await cadre.getByRole('button', { name: `走访${due}家` }).click()
  await expect(cadre.getByRole('heading', { name: '走访基本情况' })).toBeVisible()
  await looksRight(cadre, 'road-02-visit-begins')

  await takePhoto(cadre, due)
  await placeByHand(cadre)
  await cadre.getByRole('textbox', { name: '走访简要情况' }).fill(NARRATIVE)
  await cadre.getByRole('textbox', { name: '走访简要情况' }).blur()
  await looksRight(cadre, 'road-03-photo-and-location')
  await fillEveryGap(cadre)
  await looksRight(cadre, 'road-04-check-and-seal')
  await seal(cadre)
  await looksRight(cadre, 'road-05-sealed')
})

test('where nothing has changed the routine visit is one confirmation, a photo and a place', async () => {
  test.setTimeout(240_000)
  await cadre.getByRole('button', { name: '回到今日' }).click()
  await tab(cadre, '农户')
  await cadre.getByRole('button', { name: '已走访', exact: true }).click()
  await expect(cadre.getByText('本期已走访').first()).toBeVisible()
  unchanged = await headOf(cadre, /^走访.+家$/)
  await cadre.getByRole('button', { name: `走访${unchanged}家` }).click()
  await expect(cadre.getByRole('heading', { name: '走访基本情况' })).toBeVisible()
  await takePhoto(cadre, unchanged)
  await placeByHand(cadre)
  await cadre.getByRole('button', { name: '下一节' }).click()
  await cadre.getByRole('button', { name: /^\d+ 节全都无变化/ }).click()
  await looksRight(cadre, 'road-06-nothing-changed')
  await cadre.getByRole('button', { name: /^确认 \d+ 节无变化/ }).click()
  await expect(cadre.getByRole('heading', { name: '检查并封存' })).toBeVisible()
  await fillEveryGap(cadre)
  await seal(cadre)
})

test('both wait on this phone, and the screens say so', async () => {
  await cadre.getByRole('button', { name: '回到今日' }).click()
  await expect(cadre.getByRole('heading', { name: '在本机待传' })).toBeVisible()
  for (const head of [due, unchanged]) {
    await expect(cadre.getByRole('link', { name: new RegExp(`^${head}.*在本机待传`) })).toBeVisible()
  }
  await looksRight(cadre, 'road-07-waiting')
  await tab(cadre, '我的')
  await handIn(cadre, '先不要交回')
  await looksRight(cadre, 'road-08-only-on-this-phone')
})

test('with the network back a round brings them to the county, photos and all', async () => {
  await fly(cadre, false)
  await sync(cadre)
  await expect(cadre.getByRole('heading', { name: '全部已送达县里' })).toBeVisible({ timeout: 30_000 })
  await looksRight(cadre, 'road-09-received')
  for (const head of [due, unchanged]) {
    await openHousehold(head)
    await expect(cadre.getByText('县级已收到').first()).toBeVisible()
  }
})

test('the captain reads, approves and sends both in one batch', async () => {
  await fly(captain, false)
  await sync(captain)
  for (const [at, head] of [due, unchanged].entries()) {
    await open(captain, '/review')
    if (at === 0) await looksRight(captain, 'road-10-review-queue')
    await captain.getByRole('link', { name: new RegExp(`^${head}`) }).first().click()
    // A household that was never visited before says so.
    await expect(captain.getByText(/^(与上次相比的变化|这户没有以前的走访可比)$/)).toBeVisible()
    if (at === 0) await expect(captain.getByText(NARRATIVE).first()).toBeVisible()
    await expect(captain.getByRole('button', { name: /放大照片/ }).first()).toBeVisible()
    await looksRight(captain, `road-${11 + at}-review`)
    await captain.getByRole('button', { name: '通过', exact: true }).click()
    await expect(captain.getByText(`已通过${head}家的走访`)).toBeVisible()
  }
  await open(captain, '/review')
  await captain.getByRole('button', { name: '组批报县（2）' }).click()
  await expect(captain.locator('.totals')).toContainText('2次走访')
  await looksRight(captain, 'road-13-batch')
  await captain.getByRole('button', { name: '报县（2）' }).click()
  await expect(captain.getByRole('heading', { name: '这一批的走访' })).toBeVisible()
  await sync(captain)
  await open(captain, '/review')
  await expect(captain.getByRole('listitem').filter({ hasText: '2 次走访' }).filter({ hasText: '县级已接收' })).toBeVisible()
  await looksRight(captain, 'road-14-batch-sent')
})

test('the county signs in with a code, finds the batch and sees its answers and photos verified', async () => {
  test.setTimeout(150_000)
  await desk.goto(`${county.console}/#/batches`)
  await looksRight(desk, 'road-15-sign-in')
  // A code works once; the next comes within half a minute.
  await expect(async () => {
    await desk.getByLabel('账号').fill(county.county.login)
    await desk.getByRole('textbox', { name: '密码' }).fill(county.county.password)
    await desk.getByLabel(/^动态码/).fill(totp(county.county.totp_secret, Date.now()))
    await desk.getByRole('button', { name: '登录', exact: true }).click()
    await expect(desk.getByRole('heading', { name: '批次', level: 1 })).toBeVisible({ timeout: 4_000 })
  }).toPass({ timeout: 90_000, intervals: [12_000] })
  await expect(desk.getByRole('table')).toBeVisible()
  await looksRight(desk, 'road-16-batches')
  await desk.getByRole('table').getByRole('link').first().click()
  await expect(desk.getByText('清单摘要')).toBeVisible()
  const rows = desk.getByRole('table').getByRole('row')
  for (const head of [due, unchanged]) await expect(rows.filter({ hasText: head })).toContainText('1/1')
  await looksRight(desk, 'road-17-batch')

  await desk.getByRole('link', { name: due, exact: true }).click()
  await expect(desk.getByRole('heading', { name: '走访内容' })).toBeVisible()
  await desk.getByText('全部内容', { exact: true }).click()
  await expect(desk.getByText(NARRATIVE)).toBeVisible()
  await expect(desk.getByText('已核验 1/1')).toBeVisible()
  const photo = desk.getByRole('button', { name: /^放大/ }).getByRole('img')
  await photo.scrollIntoViewIfNeeded()
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth), 'the photo came').toBeGreaterThan(100)
  await looksRight(desk, 'road-18-visit')
})

test('the county accepts both', async () => {
  for (const [at, head] of [due, unchanged].entries()) {
    await desk.goto(`${county.console}/#/batches`)
    await desk.getByRole('table').getByRole('link').first().click()
    await desk.getByRole('link', { name: head, exact: true }).click()
    await expect(desk.getByRole('heading', { name: '走访内容' })).toBeVisible()
    const address = desk.url()
    await desk.getByRole('button', { name: /^采信/ }).click()
    await expect(desk.getByText(`已采信 ${head}户的走访`)).toBeVisible()
    await desk.goto(address)
    await expect(desk.getByText('县级已采信').first()).toBeVisible()
    await looksRight(desk, `road-${19 + at}-accepted`)
  }
})

test('the cadre’s phone shows both accepted by the county', async () => {
  await cadre.getByRole('button', { name: '返回' }).click()
  await sync(cadre)
  for (const head of [due, unchanged]) {
    await openHousehold(head)
    await expect(cadre.getByText('县级已采信').first()).toBeVisible()
  }
  await looksRight(cadre, 'road-21-county-accepted')
  await sync(captain)
  await tab(captain, '审核')
  await expect(captain.getByRole('listitem').filter({ hasText: '2 次走访' }).filter({ hasText: '全部采信' })).toBeVisible()
})

/** Opens a household's page on the cadre's phone, found by its head. */
async function openHousehold(head: string): Promise<void> {
  await cadre.evaluate(() => { location.hash = '/households' })
  await cadre.getByRole('button', { name: '全部', exact: true }).click()
  await cadre.getByRole('searchbox', { name: '找农户' }).fill(head)
  await cadre.getByRole('link', { name: `${head}家`, exact: true }).click()
  await expect(cadre.getByRole('heading', { name: '对象' })).toBeVisible()
}
