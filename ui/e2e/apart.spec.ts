import { expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'

import { startCounty, type County } from './county.mjs'
import { looksRight } from './look'
import { fly, handIn, open, openPhone, sync } from './phone-hands'
import { totp } from './totp'

/**
 * What goes another way than straight from one phone to the county: work that leaves as a file, a fact two people
 * say differently, a phone that was reported lost and then turns up. In a county of its own; everything between
 * the screens is real.
 */
test.describe.configure({ mode: 'serial' })

let county: County
let cadre: Page
let captain: Page
let desk: Page
const contexts: BrowserContext[] = []
/** The household both correct. */
let home = ''
/** Where the rescue file lies once it has left the phone. */
let file = ''

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
  await desk.goto(county.console)
  await desk.getByLabel('账号').fill(county.county.login)
  await desk.getByRole('textbox', { name: '密码' }).fill(county.county.password)
  await desk.getByLabel(/^动态码/).fill(totp(county.county.totp_secret, Date.now()))
  await desk.getByRole('button', { name: '登录', exact: true }).click()
  await expect(desk.getByRole('heading', { name: '走访覆盖率' })).toBeVisible()
})
test.afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await county?.stop()
})

/** Goes to a page of the console. */
async function toDesk(hash: string): Promise<void> {
  // By way of another page, so that the list is asked for again.
  await desk.goto(`${county.console}/#/audit`)
  await desk.goto(`${county.console}/#${hash}`)
  await expect(desk.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(desk.getByRole('status', { name: '正在加载' })).toHaveCount(0)
}
/** Corrects a fact on the page of a household's facts. */
async function correct(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^修改${label}`) }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(label).fill(text)
  await sheet.getByRole('button', { name: '保存' }).click()
  await expect(sheet).toBeHidden()
  await expect(page.getByText('我的修改，待传').first()).toBeVisible()
}
/** What a page of figures says beside a word. */
function figure(page: Page, word: string) {
  return page.locator('dl > div').filter({ has: page.getByText(word, { exact: true }) }).locator('dd')
}

test('a phone without network puts its work into a file', async () => {
  await fly(cadre, true)
  await open(cadre, '/me/hand-in')
  await expect(cadre.getByText('先不要交回', { exact: true })).toBeVisible()
  await open(cadre, '/me/rescue')
  await expect(cadre.getByText(/会装入 \d+ 条记录、[1-9]\d* 张照片/)).toBeVisible()
  await looksRight(cadre, 'apart-01-rescue')
  await cadre.getByRole('button', { name: '制作救援包' }).click()
  await expect(cadre.getByText('救援包已做好')).toBeVisible({ timeout: 30_000 })
  await looksRight(cadre, 'apart-02-rescue-made')
  const [download] = await Promise.all([cadre.waitForEvent('download'), cadre.getByRole('button', { name: '取出文件' }).click()])
  file = test.info().outputPath('work.ruhu')
  await download.saveAs(file)
  // A file's name says nothing of anybody.
  expect(download.suggestedFilename()).toMatch(/^[\w.-]+\.ruhu$/)
})

test('the county takes the file in at the desk, once', async () => {
  await toDesk('/bundles')
  await looksRight(desk, 'apart-03-bundles')
  await desk.locator('input[type=file]').setInputFiles(file)
  await expect(desk.getByRole('alert').filter({ hasText: '全部收下' })).toBeVisible({ timeout: 30_000 })
  await expect(figure(desk, '新收到的记录')).not.toHaveText('0')
  await looksRight(desk, 'apart-04-bundle-in')
  await desk.locator('input[type=file]').setInputFiles(file)
  await expect(figure(desk, '新收到的记录')).toHaveText('0')
  await expect(figure(desk, '新收到的照片')).toHaveText('0')
  // There before its phone ever had network: the words, and the photo to the byte.
  await toDesk('/visits')
  await expect(desk.getByRole('table').getByRole('row').nth(1)).toContainText('待队长审核')
  await expect(desk.getByRole('table').getByRole('row').nth(1)).toContainText('1/1')
})

test('another phone may carry the same file, and hears that the county has all of it', async () => {
  await fly(captain, false)
  await open(captain, '/me/rescue')
  await captain.locator('input[type=file]').setInputFiles(file)
  await expect(captain.getByText('已收下，联网后自动交给县里')).toBeVisible({ timeout: 30_000 })
  await sync(captain)
  await open(captain, '/me/rescue')
  await expect(captain.getByText('县里已全部收到')).toBeVisible()
  await looksRight(captain, 'apart-05-carried')
})

test('the first phone needs only to hear: all that left as a file is verified', async () => {
  await fly(cadre, false)
  await sync(cadre)
  await expect(cadre.getByRole('heading', { name: '全部已送达县里' })).toBeVisible()
  await looksRight(cadre, 'apart-06-heard')
  await open(cadre, '/me/hand-in')
  await looksRight(cadre, 'apart-07-hand-in')
  await expect(cadre.getByText('草稿，还没封存')).toBeVisible()
  await expect(figure(cadre, '还差')).toHaveText('1')
})

test('two people correct the same fact, each without network, and both phones keep both', async () => {
  for (const page of [cadre, captain]) await fly(page, true)
  await open(cadre, '/households')
  await cadre.locator('.household-row a').first().click()
  await cadre.getByRole('link', { name: /修改信息/ }).click()
  await expect(cadre).toHaveURL(/facts$/)
  home = /households\/([^/]+)\/facts/.exec(cadre.url())?.[1] ?? ''
  await looksRight(cadre, 'apart-08-facts')
  await correct(cadre, '联系电话', '13900000001')
  await correct(cadre, '家庭住址', '村东头第三家')
  await open(captain, `/households/${home}/facts`)
  await correct(captain, '联系电话', '13900000002')
  for (const page of [cadre, captain]) await fly(page, false)
  for (const page of [cadre, captain, cadre]) await sync(page)
  for (const page of [cadre, captain]) {
    await open(page, `/households/${home}/facts`)
    const contest = page.locator('.contest')
    await expect(contest).toHaveCount(1)
    for (const words of ['13900000001', '13900000002', '我改的', '两边不一致']) await expect(contest.getByText(words).first()).toBeVisible()
    await expect(page.getByText('村东头第三家').first(), 'what nobody else touched needs nobody').toBeVisible()
  }
  await looksRight(captain, 'apart-09-contested')
})

test('both first screens say so and lead there', async () => {
  await open(cadre, '/today')
  await looksRight(cadre, 'apart-10-today')
  await cadre.getByRole('link', { name: /1 户信息两边不一致/ }).click()
  await expect(cadre.getByRole('button', { name: '不一致' })).toHaveAttribute('aria-pressed', 'true')
  await expect(cadre.locator('.household-row')).toHaveCount(1)
  await toDesk('/')
  await desk.getByRole('link', { name: /^信息不一致\s*1$/ }).click()
  await expect(desk.getByRole('radio', { name: '信息不一致' })).toBeChecked()
  await expect(desk.getByRole('table').getByRole('row')).toHaveCount(2)
  await looksRight(desk, 'apart-11-contested-list')
})

test('the county decides between the two, and both phones hear', async () => {
  await desk.getByRole('table').getByRole('link').first().click()
  await expect(desk.getByRole('heading', { name: '两边不一致的信息' })).toBeVisible()
  await expect(desk.getByText('13900000001').first()).toBeVisible()
  await looksRight(desk, 'apart-12-contested')
  await desk.getByRole('button', { name: '改用这个: 13900000002' }).click()
  await desk.getByRole('button', { name: '确定' }).click()
  await expect(desk.getByText('已选定，会传到相关手机')).toBeVisible()
  await expect(desk.getByRole('heading', { name: '两边不一致的信息' })).toHaveCount(0)
  for (const page of [cadre, captain]) {
    await sync(page)
    await open(page, `/households/${home}/facts`)
    await expect(page.getByText('13900000002').first()).toBeVisible()
    await expect(page.locator('.contest')).toHaveCount(0)
    await expect(page.getByText('13900000001')).toHaveCount(0)
    await open(page, '/today')
    await expect(page.getByText(/信息两边不一致/)).toHaveCount(0)
  }
})

test('a phone reported lost is revoked, with a reason', async () => {
  await fly(cadre, true)
  await open(cadre, `/households/${home}/facts`)
  await correct(cadre, '家庭住址', '搬到新村二排')
  await toDesk('/devices')
  await looksRight(desk, 'apart-13-devices')
  const person = await nameOn(cadre)
  const row = desk.getByRole('row').filter({ hasText: person })
  await row.getByRole('button', { name: new RegExp(`^停用: ${person}`) }).click()
  const dialog = desk.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: '停用' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('手机丢在山上')
  await looksRight(desk, 'apart-14-revoke')
  await dialog.getByRole('button', { name: '停用' }).click()
  await expect(desk.getByText(`已停用${person}的手机`)).toBeVisible()
  await expect(desk.getByRole('row').filter({ hasText: person })).toHaveCount(0)
})

test('its person gets a code for a new phone, and has the households again', async ({ browser }) => {
  const person = await nameOn(cadre)
  await desk.getByRole('group', { name: '状态' }).getByText('已停用').click()
  const row = desk.getByRole('row').filter({ hasText: person })
  await expect(row).toContainText('手机丢在山上')
  await looksRight(desk, 'apart-15-devices-revoked')
  await row.getByRole('button', { name: '换新手机' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByText('2 小时', { exact: true }).click()
  await dialog.getByRole('button', { name: '生成登记码' }).click()
  const code = dialog.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await expect(code).toBeVisible()
  await looksRight(desk, 'apart-16-replacement')
  const spare = await openPhone(await newPage(browser, 360, 780), `${county.phones}/spare/`)
  await spare.getByLabel('县服务器网址').fill(await dialog.locator('.address').innerText())
  await spare.getByLabel('登记码').fill(await code.innerText())
  await spare.getByRole('button', { name: '登记并下载农户' }).click()
  await expect(spare.getByRole('heading', { name: '该走访的农户' })).toBeVisible({ timeout: 30_000 })
  await looksRight(spare, 'apart-17-new-phone')
  await open(spare, `/households/${home}/facts`)
  await expect(spare.getByText('13900000002').first()).toBeVisible()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
})

test('found again, it delivers into quarantine, and says so', async () => {
  await fly(cadre, false)
  await open(cadre, '/me')
  await cadre.getByRole('button', { name: '立即同步' }).click()
  await expect(cadre.getByText('县里待人工处理').first()).toBeVisible({ timeout: 30_000 })
  await expect(cadre.getByRole('heading', { name: '1 条在县里等人处理' })).toBeVisible()
  await expect(cadre.getByRole('alert').filter({ hasText: '本机已被县里停用' })).toBeVisible()
  await looksRight(cadre, 'apart-18-revoked')
  await open(cadre, '/me/set-aside')
  await expect(cadre.getByText('本机已停用').first()).toBeVisible()
  await looksRight(cadre, 'apart-19-set-aside')
  await open(cadre, '/me')
  await handIn(cadre, '先不要交回')
})

test('the county looks at what came, releases it, and it takes effect', async () => {
  await toDesk('/aside')
  await expect(desk.getByRole('table').getByRole('row')).toHaveCount(2)
  await expect(desk.getByRole('row').nth(1)).toContainText('手机已停用')
  await looksRight(desk, 'apart-20-aside')
  await desk.getByRole('link', { name: /^查看/ }).click()
  await desk.getByRole('button', { name: '查看内容' }).click()
  await expect(desk.getByRole('definition').filter({ hasText: '搬到新村二排' })).toContainText('原来是 村东头第三家')
  await looksRight(desk, 'apart-21-aside-change')
  await desk.getByRole('button', { name: '放行入账' }).click()
  const dialog = desk.getByRole('dialog')
  await dialog.getByRole('textbox').fill('本人来县里核对过')
  await looksRight(desk, 'apart-22-release')
  await dialog.getByRole('button', { name: '放行入账' }).click()
  await expect(desk.getByText('已处理 1 条')).toBeVisible()
  await toDesk('/aside')
  await expect(desk.getByText('没有搁置的变更')).toBeVisible()
  await toDesk(`/households/${home}`)
  // As it stands, and in the household's history.
  await expect(desk.getByText('搬到新村二排').first()).toBeVisible()
})

test('the lost phone hears of it though it gets no rows any more, and so does the captain’s', async () => {
  await open(cadre, '/me')
  await cadre.getByRole('button', { name: '立即同步' }).click()
  await expect(cadre.getByText('县里待人工处理')).toHaveCount(0, { timeout: 30_000 })
  await looksRight(cadre, 'apart-23-released')
  await open(cadre, '/me/journal')
  await expect(cadre.getByText('县里已放行').first()).toBeVisible()
  await sync(captain)
  await open(captain, `/households/${home}/facts`)
  await expect(captain.getByText('搬到新村二排').first()).toBeVisible()
})

/** Whose phone it is, as its own page says. */
async function nameOn(page: Page): Promise<string> {
  await open(page, '/me')
  return page.locator('.who h2').innerText()
}
