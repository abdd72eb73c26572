import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'

import { startCounty, type County } from './county.mjs'
import { looksRight } from './look'
import { fly, open, openPhone, sync } from './phone-hands'
import { totp } from './totp'

/**
 * A problem from found to closed, on two phones and at the county's desk: what the day's visits found is in the
 * ledger already, and the worst of it is the cadre's to rectify. In a county of its own; everything is real.
 */
test.describe.configure({ mode: 'serial' })

const ROAD = '门口路面塌了半边'

let county: County
let cadre: Page
let captain: Page
let desk: Page
const contexts: BrowserContext[] = []
/** The address of the problem on a phone, and its number everywhere. */
let problem = ''
let number = ''

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

/** The problem of this number or title among those of a group, at the desk. */
async function atDesk(group: string, words: string): Promise<Locator> {
  await desk.goto(`${county.console}/#/audit`)
  await desk.goto(`${county.console}/#/problems?group=${group}`)
  await expect(desk.getByRole('heading', { name: '问题台账', level: 1 })).toBeVisible()
  await expect(desk.getByRole('status', { name: '正在加载' })).toHaveCount(0)
  return desk.getByRole('row').filter({ hasText: words })
}

test('the cadre reports it as rectified without network', async () => {
  await fly(cadre, true)
  await open(cadre, '/today')
  await expect(cadre.getByRole('heading', { name: /个问题等您办/ })).toBeVisible()
  await open(cadre, '/problems')
  await looksRight(cadre, 'problems-01-list')
  await cadre.locator('section').filter({ hasText: '等您办' }).getByRole('link').first().click()
  await expect(cadre).toHaveURL(/#\/problems\/[0-9a-f-]+$/)
  problem = /#(\/problems\/[^/]+)/.exec(cadre.url())?.[1] ?? ''
  number = /\d{6}-\d{4}-\d{5}/.exec((await cadre.locator('body').textContent()) ?? '')?.[0] ?? ''
  expect(number).not.toBe('')
  await looksRight(cadre, 'problems-02-page')
  const finish = cadre.getByRole('button', { name: '整改完成', exact: true })
  if (!(await finish.isVisible())) await cadre.getByRole('button', { name: '其他办法' }).click()
  await finish.click()
  const sheet = cadre.getByRole('dialog')
  await expect(sheet.getByRole('button', { name: '报整改完成' })).toBeDisabled()
  await sheet.getByText('没有可拍的东西').click()
  await sheet.getByText('已修好、能正常用').click()
  await looksRight(cadre, 'problems-03-finish')
  await sheet.getByRole('button', { name: '报整改完成' }).click()
  await expect(sheet).toBeHidden()
  await expect(cadre.getByText('在本机待传').first()).toBeVisible()
  await looksRight(cadre, 'problems-04-on-its-way')
})

test('the captain verifies it on site, and nobody from afar', async () => {
  await fly(cadre, false)
  await sync(cadre)
  await sync(captain)
  await open(captain, '/problems')
  await looksRight(captain, 'problems-05-to-verify')
  await open(captain, problem)
  await captain.getByRole('button', { name: '核验', exact: true }).click()
  const sheet = captain.getByRole('dialog')
  await expect(sheet.getByText('红色问题必须到现场核验，远程核验不算。')).toBeVisible()
  await expect(sheet.getByRole('button', { name: '核验通过' })).toBeDisabled()
  await sheet.getByRole('switch').click()
  await looksRight(captain, 'problems-06-verify')
  await sheet.getByRole('button', { name: '核验通过' }).click()
  await expect(sheet).toBeHidden()
  await sync(captain)
})

test('the county signs it off at its desk, and the cadre hears of it', async () => {
  const row = await atDesk('to_sign_off', number)
  await expect(row).toHaveCount(1)
  await looksRight(desk, 'problems-07-desk')
  await row.getByRole('link').first().click()
  await expect(desk).toHaveURL(/#\/problems\/[0-9a-f-]+$/)
  await looksRight(desk, 'problems-08-desk-page')
  await desk.getByRole('button', { name: '县级销号' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: '县级销号' }).click()
  await expect(desk.getByRole('dialog')).toBeHidden()
  await expect(desk.getByText('已销号').first()).toBeVisible()
  await sync(cadre)
  await open(cadre, problem)
  await expect(cadre.getByText('销号').first()).toBeVisible()
  await looksRight(cadre, 'problems-09-closed')
})

test('a cadre notes a problem between visits, and what was typed survives a restart', async () => {
  await fly(cadre, true)
  await open(cadre, '/households')
  await cadre.locator('.household-row a').first().click()
  await expect(cadre).toHaveURL(/#\/households\/[0-9a-f-]+$/)
  const home = /#(\/households\/[^/]+)/.exec(cadre.url())?.[1] ?? ''
  await open(cadre, `${home}/problems/new`)
  await cadre.getByText('通村道路').click()
  const title = cadre.getByRole('textbox', { name: '是什么问题？' })
  await title.fill(ROAD)
  await looksRight(cadre, 'problems-10-raise')
  // Saved as it is typed, within a moment.
  await expect.poll(async () => {
    await cadre.waitForTimeout(600)
    await cadre.reload()
    await expect(cadre.getByRole('heading', { name: '记一个问题' })).toBeVisible({ timeout: 20_000 })
    return title.inputValue()
  }, { timeout: 30_000 }).toBe(ROAD)
  await cadre.getByText(/^黄色/).click()
  await cadre.getByRole('button', { name: '记下来' }).click()
  await expect(cadre).toHaveURL(/#\/problems\/[0-9a-f-]+$/)
  await expect(cadre.getByText('还没建账，没有编号')).toBeVisible()
  await looksRight(cadre, 'problems-11-raised')
  await fly(cadre, false)
  await sync(cadre)
  await open(captain, '/me')
  await sync(captain)
  await open(captain, '/problems')
  await captain.getByRole('link').filter({ hasText: ROAD }).first().click()
  await captain.getByRole('button', { name: '建账', exact: true }).click()
  await sync(captain)
  await expect(await atDesk('unassigned', ROAD)).toHaveCount(1)
})
