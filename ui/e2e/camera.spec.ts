import { expect, test, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'

import type { VisitForm } from '../src/bridge'
import { startCounty, type County } from './county.mjs'
import { looksRight, settled } from './look'
import { fillEveryGap, fly, jpeg, open, openPhone } from './phone-hands'

/**
 * The camera of the app, with the browser's made-up one: the stamp over the live picture, several photos in a row,
 * one taken again, and every way on where there is no camera. In a county of its own, on a phone without network.
 */
test.describe.configure({ mode: 'serial', timeout: 300_000 })

let county: County
let context: BrowserContext
let cadre: Page

const SIZES = [[360, 640], [412, 915]] as const

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  county = await startCounty()
  cadre = await onPhone(browser, 'cadre', ['camera'])
  await fly(cadre, true)
})
test.afterAll(async () => {
  await context?.close()
  await county?.stop()
})

async function onPhone(browser: Browser, name: string, permissions: string[]): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 360, height: 684 }, reducedMotion: 'reduce', permissions, timezoneId: 'America/New_York' })
  return openPhone(await context.newPage(), `${county.phones}/${name}/`)
}
function camera(page: Page): Locator {
  return page.getByRole('dialog', { name: /^(相机|Camera)/ })
}
/** Opens a visit of a household that has none yet, with its place set. */
async function begin(page: Page): Promise<void> {
  await open(page, '/households?filter=all')
  await page.getByRole('button', { name: /^走访.+家$/ }).first().click()
  await expect(page.getByRole('button', { name: '拍照' })).toBeVisible()
  await page.getByRole('button', { name: '手工标注位置' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('纬度').fill('25.49012')
  await sheet.getByLabel('经度').fill('103.79621')
  await sheet.getByRole('button', { name: '保存' }).click()
  await expect(sheet).toBeHidden()
}
async function openCamera(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^(拍照|Take a photo)$/ }).first().click()
  const sheet = camera(page)
  await expect(sheet.locator('.stamp')).toBeVisible({ timeout: 20_000 })
  return sheet
}
async function shoot(sheet: Locator, saved: number): Promise<void> {
  await sheet.locator('.shutter').click()
  await expect(sheet.locator('.strip li.saved')).toHaveCount(saved, { timeout: 20_000 })
  // The picture stands still for a moment; until then another press is a slip.
  await expect(sheet.locator('.shutter')).not.toHaveAttribute('aria-busy', 'true')
}
function photoIds(form: VisitForm): string[] {
  return form.sections.flatMap((section) => section.groups.flatMap((group) => group.items.flatMap((item) => item.photos.map((photo) => photo.photo_id))))
}
/** As it looks on two phones, and on its side. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const [width, height] of SIZES) {
    // The preview's own bar is above the phone.
    await page.setViewportSize({ width, height: height + 44 })
    await looksRight(page, `camera-${name}-${width}`)
  }
  await page.setViewportSize({ width: 360, height: 684 })
}
async function set(page: Page, language: 'zh' | 'en', size: 0 | 3): Promise<void> {
  await open(page, '/me/settings')
  await page.locator('label', { has: page.locator(`[lang=${language}]`) }).click()
  await page.locator('label', { has: page.locator('input[name=text-size]') }).nth(size).click()
  await expect(page.locator('html')).toHaveCSS('font-size', size === 0 ? '16px' : '32px')
}
function running(page: Page): Promise<boolean> {
  return page.evaluate(() => [...document.querySelectorAll('video')].some((one) => (one.srcObject as MediaStream | null)?.active === true))
}

test('the stamp stands on the live picture, and its clock runs', async () => {
  await begin(cadre)
  const sheet = await openCamera(cadre)
  const lines = sheet.locator('.stamp li')
  await expect(lines).toHaveCount(7)
  await expect(lines.first()).toHaveText('入户走访')
  await expect(lines.nth(3)).toContainText('N25.49012 E103.79621')
  await expect(lines.nth(5)).toHaveText(/^户主 .\*+ 户编号 \d{4}$/)
  const time = await lines.nth(1).innerText()
  expect(time).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)
  // In the county's zone, though this browser sits in New York.
  expect(Math.abs(Date.parse(`${time.replace(' ', 'T')}+08:00`) - Date.now())).toBeLessThan(10_000)
  await expect(lines.nth(1)).not.toHaveText(time)
  const [scene, panel] = [await sheet.locator('video').boundingBox(), await sheet.locator('.stamp').boundingBox()]
  if (!scene || !panel) throw new Error('nothing is shown')
  expect(panel.x).toBeCloseTo(scene.x, 0)
  expect(panel.y + panel.height).toBeCloseTo(scene.y + scene.height, 0)
  expect(panel.height).toBeLessThanOrEqual(scene.height * 0.45)
  const shutter = await sheet.locator('.shutter').boundingBox()
  expect(shutter?.width).toBeGreaterThanOrEqual(72)
  await pictures(cadre, '1-live')
})

test('three photos in a row without leaving, one of them taken again', async () => {
  const sheet = camera(cadre)
  const max = Number(/\/(\d+)/.exec(await sheet.locator('.count').innerText())?.[1])
  expect(max).toBeGreaterThanOrEqual(3)
  for (const at of [1, 2]) await shoot(sheet, at)
  // A keyboard's way.
  await sheet.locator('.shutter').focus()
  await cadre.keyboard.press('Enter')
  await expect(sheet.locator('.strip li.saved')).toHaveCount(3, { timeout: 20_000 })
  await expect(sheet.locator('.count')).toContainText(`3/${max}`)
  await pictures(cadre, '2-three')
  await sheet.getByRole('button', { name: '重拍第 2 张' }).click()
  await expect(sheet.locator('.strip li')).toHaveCount(2)
  await expect(sheet.locator('.count')).toContainText(`2/${max}`)
  await shoot(sheet, 3)
  await sheet.getByRole('button', { name: '看第 3 张' }).click()
  await expect(cadre.locator('.photo-viewer')).toBeVisible()
  await cadre.keyboard.press('Escape')
  await expect(cadre.locator('.photo-viewer')).toBeHidden()
  await expect(sheet.locator('.shutter')).toBeVisible()
})

test('a full item takes no more, and says so', async () => {
  const sheet = camera(cadre)
  const max = Number(/\/(\d+)/.exec(await sheet.locator('.count').innerText())?.[1])
  for (let at = 4; at <= max; at += 1) await shoot(sheet, at)
  await expect(sheet.getByText(`已拍满 ${max} 张`)).toBeVisible()
  await expect(sheet.locator('.shutter')).toBeDisabled()
  await pictures(cadre, '3-full')
  await cadre.setViewportSize({ width: 640, height: 404 })
  await looksRight(cadre, 'camera-3-full-landscape')
  await cadre.setViewportSize({ width: 360, height: 684 })
})

test('what was taken is stamped at full size, and the visit is sealed with it', async () => {
  const sheet = camera(cadre)
  const taken = await sheet.locator('.strip li').count()
  await sheet.getByRole('button', { name: '完成' }).click()
  await expect(sheet).toBeHidden()
  expect(await running(cadre)).toBe(false)
  await expect(cadre.getByRole('button', { name: /放大照片/ })).toHaveCount(taken)
  await expect(cadre.getByText('相册照片')).toHaveCount(0)
  await settled(cadre)
  await cadre.getByRole('button', { name: /放大照片/ }).first().click()
  const picture = cadre.locator('.photo-viewer img').first()
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((one) => Math.max((one as HTMLImageElement).naturalWidth, (one as HTMLImageElement).naturalHeight))).toBeGreaterThanOrEqual(640)
  await looksRight(cadre, 'camera-4-stamped')
  await cadre.keyboard.press('Escape')
  await fillEveryGap(cadre)
  await cadre.getByRole('button', { name: '封存这次走访' }).click()
  await expect(cadre.getByRole('heading', { name: '已保存在本机' })).toBeVisible()
})

test('a photo that could not be saved stays at hand until it is', async () => {
  await begin(cadre)
  const sheet = await openCamera(cadre)
  // The line to the app breaks between one tap and the next.
  await cadre.route('**/add_photo', (route) => route.abort())
  await sheet.locator('.shutter').click()
  await expect(sheet.locator('.strip li.failed')).toHaveCount(1, { timeout: 20_000 })
  await expect(sheet.getByText('照片还在手机里，没有丢。')).toBeVisible()
  await pictures(cadre, '5-not-saved')
  await sheet.getByRole('button', { name: '完成' }).click()
  await expect(cadre.locator('.unsaved')).toBeVisible()
  await looksRight(cadre, 'camera-5-not-saved-item')
  await cadre.unroute('**/add_photo')
  await cadre.getByRole('button', { name: '再存' }).click()
  await expect(cadre.getByRole('button', { name: /放大照片/ })).toHaveCount(1, { timeout: 20_000 })
  await expect(cadre.locator('.unsaved')).toHaveCount(0)
})

test('the retake of a photo puts the new one in its place', async () => {
  // By their ids: the browser's made-up scene may look the same twice.
  const added = cadre.waitForResponse('**/call/add_photo')
  const removed = cadre.waitForResponse('**/call/remove_photo')
  await cadre.getByRole('button', { name: '重拍', exact: true }).click()
  const sheet = camera(cadre)
  await expect(sheet.getByText('重拍一张')).toBeVisible()
  await expect(sheet.locator('.stamp')).toBeVisible({ timeout: 20_000 })
  await shoot(sheet, 1)
  await expect(sheet.getByText('重拍一张')).toHaveCount(0)
  await expect(sheet.locator('.count')).toContainText(/^已拍 1 张/)
  await sheet.getByRole('button', { name: '完成' }).click()
  await expect(cadre.getByRole('button', { name: /放大照片/ })).toHaveCount(1)
  const { photo_id: old } = (await removed).request().postDataJSON() as { photo_id: string }
  const both = photoIds((await (await added).json()) as VisitForm)
  expect(both).toHaveLength(2)
  expect(both).toContain(old)
  expect(photoIds((await (await removed).json()) as VisitForm)).toEqual(both.filter((id) => id !== old))
  await settled(cadre)
})

test('the camera rests while the page is hidden, and the other one can be chosen', async () => {
  const sheet = await openCamera(cadre)
  const device = () => cadre.evaluate(() => (document.querySelector('video')?.srcObject as MediaStream | null)?.getVideoTracks()[0]?.getSettings().deviceId)
  const first = await device()
  await sheet.getByRole('button', { name: '换镜头' }).click()
  await expect.poll(device).not.toBe(first)
  await expect(sheet.locator('.stamp')).toBeVisible({ timeout: 20_000 })
  const hide = (hidden: boolean) => cadre.evaluate((to) => {
    Object.defineProperty(document, 'hidden', { value: to, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
  await hide(true)
  expect(await running(cadre)).toBe(false)
  await hide(false)
  await expect(sheet.locator('.stamp')).toBeVisible({ timeout: 20_000 })
  expect(await running(cadre)).toBe(true)
  await cadre.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  expect(await running(cadre)).toBe(false)
})

test('a picked file goes in beside the camera’s, and is marked', async () => {
  await expect(cadre.getByRole('button', { name: '选照片' })).toBeVisible()
  await cadre.locator('input[type=file]').first().setInputFiles(await jpeg(cadre, 'picked'))
  await expect(cadre.getByText('相册照片')).toHaveCount(1, { timeout: 20_000 })
})

test('in English and in letters twice as large it is the same camera', async () => {
  const visit = /#(\/visits\/.+)/.exec(cadre.url())?.[1] ?? ''
  for (const [language, size, name] of [['en', 0, 'en'], ['en', 3, 'en-200'], ['zh', 3, 'zh-200']] as const) {
    await set(cadre, language, size)
    await open(cadre, visit)
    const sheet = await openCamera(cadre)
    await pictures(cadre, `6-${name}-live`)
    await shoot(sheet, 1)
    await pictures(cadre, `6-${name}-taken`)
    await cadre.setViewportSize({ width: 640, height: 404 })
    await looksRight(cadre, `camera-6-${name}-landscape`)
    await cadre.setViewportSize({ width: 360, height: 684 })
    await sheet.getByRole('button', { name: size === 0 ? 'Retake photo 1' : /^(重拍第 1 张|Retake photo 1)$/ }).click()
    await expect(sheet.locator('.strip li')).toHaveCount(0)
    await cadre.keyboard.press('Escape')
    await expect(sheet).toBeHidden()
  }
  await set(cadre, 'zh', 0)
})

test('where the camera is not allowed every way on is named', async ({ browser }) => {
  await context.close()
  cadre = await onPhone(browser, 'cadre', [])
  await begin(cadre)
  await cadre.getByRole('button', { name: '拍照' }).first().click()
  const sheet = camera(cadre)
  await expect(sheet.getByRole('heading', { name: '没有相机权限' })).toBeVisible({ timeout: 20_000 })
  await pictures(cadre, '7-denied')
  await sheet.getByRole('button', { name: '再试一次' }).click()
  await expect(sheet.getByRole('heading', { name: '没有相机权限' })).toBeVisible()
  const [chooser] = await Promise.all([cadre.waitForEvent('filechooser'), sheet.getByRole('button', { name: '选照片' }).click()])
  await chooser.setFiles(await jpeg(cadre, 'another way'))
  await expect(sheet).toBeHidden()
  await expect(cadre.getByText('相册照片')).toHaveCount(1, { timeout: 20_000 })
  await cadre.getByRole('button', { name: '删除这张照片 1' }).click()
  await cadre.getByRole('button', { name: '拍照' }).first().click()
  await sheet.getByRole('button', { name: '拍不了照片' }).click()
  await expect(cadre.getByRole('dialog', { name: '为什么拍不了照片？' })).toBeVisible()
})
