import AxeBuilder from '@axe-core/playwright'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'

import { totp } from './totp'

/**
 * The county's console against a real server that already holds a county with visits.
 * RUHU_CONSOLE is its address; RUHU_LOGIN, RUHU_PASSWORD and RUHU_TOTP_SECRET sign in an administrator, the same
 * names with STAFF_ county staff, who decide on visits.
 * RUHU_SHOTS, if set, is where screenshots go.
 */
const { RUHU_CONSOLE, RUHU_LOGIN = '', RUHU_PASSWORD = '', RUHU_TOTP_SECRET = '', RUHU_SHOTS } = process.env
const { RUHU_STAFF_LOGIN = '', RUHU_STAFF_PASSWORD = '', RUHU_STAFF_TOTP_SECRET = '' } = process.env

test.skip(!RUHU_CONSOLE, 'needs RUHU_CONSOLE, RUHU_LOGIN, RUHU_PASSWORD and RUHU_TOTP_SECRET')
test.describe.configure({ mode: 'serial' })

let context: BrowserContext
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(120_000)
  context = await browser.newContext({
    baseURL: RUHU_CONSOLE, viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'America/New_York',
  })
  page = await context.newPage()
})
test.afterAll(() => context.close())

async function fillSignIn(password: string, login = RUHU_LOGIN, secret = RUHU_TOTP_SECRET) {
  await page.getByLabel('账号').fill(login)
  await page.getByRole('textbox', { name: '密码' }).fill(password)
  await page.getByLabel(/^动态码/).fill(totp(secret, Date.now()))
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function open(hash: string) {
  await page.goto(`/#${hash}`)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByRole('status', { name: '正在加载' })).toHaveCount(0)
}

/** No fault of accessibility, and a picture to look at. */
async function looksRight(name: string) {
  // What is still moving in or out has half its colour, which axe would rightly call too faint.
  await expect(page.locator('.el-message')).toHaveCount(0)
  await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => {}))))
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']).analyze()
  expect(violations.map((one) => `${name}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  if (RUHU_SHOTS) await page.screenshot({ path: `${RUHU_SHOTS}/console-${name}.png` })
}

test('a page asked for before signing in is reached after it, and a wrong password says so', async () => {
  test.setTimeout(120_000)
  await page.goto('/#/households?filter=due')
  await expect(page.getByRole('heading', { name: '登录县级工作台' })).toBeVisible()
  await looksRight('sign-in')
  await fillSignIn(`${RUHU_PASSWORD}x`)
  await expect(page.getByRole('alert')).toContainText('不正确')
  // A code works once: a run shortly after another has to wait for the next one.
  await expect(async () => {
    await fillSignIn(RUHU_PASSWORD)
    await expect(page.getByRole('heading', { name: '农户', level: 1 })).toBeVisible({ timeout: 4_000 })
  }).toPass({ timeout: 90_000, intervals: [12_000] })
  expect(page.url()).toContain('filter=due')
})

test('the overview shows the county’s figures, each leading to its list', async () => {
  await open('/')
  await expect(page.getByRole('heading', { name: '走访覆盖率' })).toBeVisible()
  await expect(page.getByRole('img', { name: /近 14 天走访/ })).toBeVisible()
  await expect(page.getByRole('region', { name: '各乡镇' }).getByRole('row')).not.toHaveCount(1)
  await looksRight('overview')
  await page.getByRole('link', { name: /^待队长处理/ }).click()
  await expect(page).toHaveURL(/visits\?state=waiting_captain/)
  await expect(page.getByRole('radio', { name: '待队长处理' })).toBeChecked()
})

for (const [hash, heading, name] of [
  ['/map', '地图', 'map'],
  ['/batches', '批次', 'batches'],
  ['/reports', '报表', 'reports'],
  ['/spot-checks', '抽查', 'spot-checks'],
  ['/photo-missing', '照片台', 'photo-missing'],
  ['/visits', '走访', 'visits'],
  ['/households', '农户', 'households'],
  ['/people', '人员', 'people'],
  ['/team-sync', '队员同步情况', 'team-sync'],
  ['/devices', '手机', 'devices'],
  ['/imports', '导入名册', 'imports'],
  ['/bundles', '救援包', 'bundles'],
  ['/keys', '签名密钥', 'keys'],
  ['/aside', '搁置的变更', 'aside'],
  ['/audit', '审计日志', 'audit'],
  ['/photo-settings', '照片要求', 'photo-settings'],
  ['/teams', '工作队', 'teams'],
  ['/compliance', '合规', 'compliance'],
  ['/backups', '备份', 'backups'],
] as const) {
  test(`the page ${name} loads and has no accessibility fault`, async () => {
    await open(hash)
    await expect(page.getByRole('heading', { name: heading, level: 1 })).toBeVisible()
    await expect(page.getByRole('alert')).toHaveCount(0)
    await looksRight(name)
  })
}

test('a household shows members with masked numbers, and a full number only after a warning', async () => {
  await open('/households')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '家庭成员' })).toBeVisible()
  await expect(page.getByRole('region', { name: '家庭成员' })).toContainText('********')
  await looksRight('household')
  await page.getByRole('button', { name: /^查看完整号码/ }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('审计日志')
  await dialog.getByRole('button', { name: '确认查看' }).click()
  await expect(dialog).toContainText(/\d{6} \d{8} \d{3}[\dX]/)
  await looksRight('id-number')
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await open('/audit')
  await expect(page.getByRole('row').nth(1)).toContainText('查看完整证件号码')
})

test('an enrolment code comes as letters and as a QR code, with the time it has left', async () => {
  await open('/people')
  await page.getByRole('button', { name: /^生成登记码/ }).first().click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible()
  await expect(dialog.getByRole('img', { name: '登记二维码' })).toBeVisible()
  await expect(dialog.getByRole('timer')).toContainText('后失效')
  await looksRight('enrolment')
  await dialog.getByRole('button', { name: '关闭' }).last().click()
})

test('an administrator decides nothing; county staff sign in for that', async () => {
  test.setTimeout(120_000)
  await open('/visits?state=batched')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText('当前没有您可以做的操作')).toBeVisible()
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(async () => {
    await fillSignIn(RUHU_STAFF_PASSWORD, RUHU_STAFF_LOGIN, RUHU_STAFF_TOTP_SECRET)
    await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible({ timeout: 4_000 })
  }).toPass({ timeout: 90_000, intervals: [12_000] })
})

test('a waiting visit is read with its answers and photos, and accepted by a key', async () => {
  await open('/visits?state=batched')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByRole('heading', { name: '走访内容' })).toBeVisible()
  await looksRight('visit')
  const address = page.url()

  const photo = page.getByRole('button', { name: /^放大/ }).first()
  if (await photo.count()) {
    await photo.click()
    const box = page.getByRole('dialog', { name: '照片' })
    await expect(box.getByRole('img')).toHaveJSProperty('complete', true)
    await page.keyboard.press('+')
    await expect(box).toContainText('140%')
    await looksRight('photo')
    await page.keyboard.press('Escape')
    await expect(box).toBeHidden()
  }

  await page.keyboard.press('r')
  await expect(page.getByRole('group', { name: /退回原因/ })).toBeVisible()
  await expect(page.getByRole('button', { name: '退回并看下一条' })).toBeDisabled()
  await looksRight('return')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: /退回原因/ })).toBeHidden()

  await page.getByRole('button', { name: /^采信/ }).focus()
  await page.keyboard.press('a')
  const anyway = page.getByRole('button', { name: '仍要采信' })
  await expect(page.getByText(/已采信 .*户的走访/).or(anyway)).toBeVisible()
  if (await anyway.isVisible()) await anyway.click()
  await expect(page.getByText(/已采信 .*户的走访/)).toBeVisible()
  await page.goto(address)
  await expect(page.getByText('县级已采信').first()).toBeVisible()
  await looksRight('visit-accepted')
})

test('a photo that stands for two visits is compared side by side and settled with a reason', async () => {
  await open('/visits')
  // The county compares photos a moment after they came.
  await expect(async () => {
    await open('/photo-matches')
    await expect(page.getByRole('table').getByText('与另一次走访的照片相同').first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 20_000 })
  await looksRight('photo-matches')
  await page.getByRole('row').filter({ hasText: '与另一次走访的照片相同' }).first().getByRole('button', { name: /^对比/ }).click()
  const dialog = page.getByRole('dialog', { name: '重复照片' })
  const pictures = dialog.getByRole('img', { name: /户走访的照片/ })
  await expect(pictures).toHaveCount(2)
  for (const picture of await pictures.all()) await expect(picture).not.toHaveJSProperty('naturalWidth', 0)
  const save = dialog.getByRole('button', { name: '保存结论' })
  await dialog.getByRole('radio', { name: /^确认重复使用/ }).check()
  await expect(save).toBeDisabled()
  await dialog.getByRole('textbox', { name: '理由' }).fill('两户用了同一张照片')
  await looksRight('photo-match')
  await save.click()
  await expect(dialog).toBeHidden()

  await page.getByRole('radio', { name: /^已处理/ }).check({ force: true })
  const row = page.getByRole('row').filter({ hasText: '确认重复使用' })
  await expect(row).toBeVisible()
  await row.getByRole('button', { name: /^对比/ }).click()
  await expect(dialog).toContainText('两户用了同一张照片')
  await dialog.getByRole('link', { name: '看这次走访' }).first().click()
  await expect(page.getByRole('heading', { name: '走访内容' })).toBeVisible()
  await page.getByRole('button', { name: /确认重复使用，查看对比/ }).first().click()
  await expect(dialog).toContainText('后收到的照片')
  await page.keyboard.press('Escape')
})

test('a batch shows its manifest and how far it is', async () => {
  await open('/batches')
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText('清单摘要')).toBeVisible()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await looksRight('batch')
})

test('everything is there in English, on a tablet and at twice the text size', async () => {
  await open('/')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Half-year coverage' })).toBeVisible()
  for (const [width, height] of [[1024, 768], [720, 450], [390, 844]] as const) {
    await page.setViewportSize({ width, height })
    for (const hash of ['/', '/visits', '/households', '/people', '/devices', '/aside', '/bundles', '/photo-matches', '/photo-missing', '/photo-unverified', '/spot-checks', '/campaigns', '/reports', '/imports', '/map', '/team-sync', '/teams', '/compliance', '/backups', '/audit', '/problems']) {
      await page.goto(`/#${hash}`)
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
      await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(over, `${hash} at ${width} scrolls sideways`).toBe(0)
    }
  }
  await looksRight('narrow')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('button', { name: '中文' }).click()
})

test('signing out ends the session', async () => {
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '登录县级工作台' })).toBeVisible()
  await page.goto('/#/audit')
  await expect(page.getByRole('heading', { name: '登录县级工作台' })).toBeVisible()
})
