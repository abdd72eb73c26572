import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type BrowserContext, type Page } from '@playwright/test'

import { startCounty, type County } from './county.mjs'
import { looksRight } from './look'
import { archive, share, tile } from './tiles'
import { totp } from './totp'

/**
 * Pictures of the land under the boundaries, drawn by a real browser: from an archive beside the database, and from
 * tiles that come through the county. In a county of its own; the pictures are painted here.
 */
test.describe.configure({ mode: 'serial' })

let county: County
let context: BrowserContext
let page: Page

const isRed = (red: number, green: number, blue: number) => red > 120 && red > green * 1.5 && red > blue * 1.5
const isBlue = (red: number, green: number, blue: number) => blue > 110 && blue > red * 1.4 && blue > green * 1.3
const map = () => page.getByRole('application')
/** The share of the map with this colour: none of the console's own shades of villages passes for either. */
const drawn = async (passes: typeof isRed) => share(await map().screenshot(), passes)

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  county = await startCounty()
  context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(county.console)
  await page.getByLabel('账号').fill(county.administrator.login)
  await page.getByRole('textbox', { name: '密码' }).fill(county.administrator.password)
  await page.getByLabel(/^动态码/).fill(totp(county.administrator.totp_secret, Date.now()))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('link', { name: '地图' })).toBeVisible({ timeout: 30_000 })
  // A square around each village that has a place.
  const saved = await page.evaluate(async () => {
    interface Village { code: string; lat: number | null; lon: number | null }
    const { villages } = (await (await fetch('/v1/console/map')).json()) as { villages: Village[] }
    const features = villages.flatMap(({ code, lat, lon }) => {
      if (lat === null || lon === null) return []
      const [west, east, south, north] = [lon - 0.012, lon + 0.012, lat - 0.01, lat + 0.01]
      const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
      return [{ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring] } }]
    })
    const body = JSON.stringify({ type: 'FeatureCollection', features })
    const answer = await fetch('/v1/console/map/boundaries?datum=CGCS2000&save=true', { method: 'POST', headers: { 'ruhu-console': '1' }, body })
    return (await answer.json()) as { saved: boolean; villages: number }
  })
  expect(saved).toMatchObject({ saved: true })
  expect(saved.villages).toBeGreaterThan(0)
})
test.afterAll(async () => {
  await context?.close()
  await county?.stop()
})

async function openMap() {
  await page.goto(`${county.console}/#/`)
  await page.goto(`${county.console}/#/map`)
  await expect(page.locator('.village-label').first()).toBeVisible({ timeout: 30_000 })
}
/** Opens the form for the background, chooses where it comes from, and fills in who drew it. */
async function background(kind: string) {
  await page.getByRole('button', { name: '底图' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(kind).check()
  await dialog.getByLabel('版权说明').fill('测试底图')
  return dialog
}

test('an archive of drawings, or one cut off, is refused in words', async () => {
  await openMap()
  expect(await drawn(isRed)).toBe(0)
  const place = join(county.data, 'map.pmtiles')
  const dialog = await background('服务器上的文件（map.pmtiles）')
  for (const [bytes, words] of [
    [archive(tile([200, 40, 40]), 7, 1), '是矢量瓦片'],
    [archive(tile([200, 40, 40]), 7).subarray(0, 200), '不是完整的 PMTiles 文件'],
  ] as const) {
    writeFileSync(place, bytes)
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect(dialog.getByRole('alert')).toContainText(words)
  }
  writeFileSync(place, archive(tile([200, 40, 40]), 7))
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
})

test('an archive beside the database is drawn under the boundaries, nearer than it was made for as well', async () => {
  await openMap()
  await expect.poll(() => drawn(isRed), { timeout: 20_000 }).toBeGreaterThan(0.3)
  await expect(page.getByText('测试底图')).toBeVisible()
  await looksRight(page, 'map-01-archive')
  await page.getByRole('button', { name: '放大', exact: true }).click()
  await expect.poll(() => drawn(isRed), { timeout: 20_000 }).toBeGreaterThan(0.3)
  await expect(page.getByText('底图文件有的部分读不出来')).toHaveCount(0)
})

test('where tiles do not come the map says so, and everything else of it works', async () => {
  await openMap()
  const dialog = await background('在线瓦片')
  await dialog.getByLabel('瓦片地址').fill('https://tiles.invalid/{z}/{x}/{y}.png')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('底图有的图片没有取到')).toBeVisible({ timeout: 20_000 })
  expect(await drawn(isRed)).toBe(0)
  await page.locator('.layer').filter({ hasText: '农户分布' }).locator('.el-switch').click()
  await expect(page.locator('.home-mark').first()).toBeVisible()
  await page.locator('.village-label').first().click()
  await expect(page.locator('aside.chosen')).toBeVisible()
  await looksRight(page, 'map-02-no-tiles')
})

test('tiles that come through the county lie under boundaries and households', async () => {
  const asked = new Set<string>()
  await page.route('**/v1/console/tiles/**', (route) => {
    asked.add(new URL(route.request().url()).pathname)
    return route.fulfill({ contentType: 'image/png', body: tile([40, 70, 210]) })
  })
  await page.reload()
  await openMap()
  await expect.poll(() => drawn(isBlue), { timeout: 20_000 }).toBeGreaterThan(0.3)
  await expect(page.getByText('底图有的图片没有取到')).toHaveCount(0)
  expect([...asked].every((path) => /^\/v1\/console\/tiles\/\d+\/\d+\/\d+$/.test(path))).toBe(true)
  await page.locator('.layer').filter({ hasText: '农户分布' }).locator('.el-switch').click()
  await expect(page.locator('.home-mark').first()).toBeVisible()
  await looksRight(page, 'map-03-tiles')
})
