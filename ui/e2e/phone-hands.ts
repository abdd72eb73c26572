import { expect, type Page } from '@playwright/test'

/** More gaps than the longest checklist has. */
const MOST_GAPS = 200

/** Opens a phone of the preview and waits until it shows its first screen. */
export async function openPhone(page: Page, address: string): Promise<Page> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
  return page
}

/** Goes to a page by its tab. */
export async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click()
}

/** Goes to a page by its address, and waits until it is there. */
export async function open(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => { location.hash = to }, hash)
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await expect(page.getByText('正在打开…')).toHaveCount(0)
}

/** Takes the phone's network away, or gives it back. */
export async function fly(page: Page, flying: boolean): Promise<void> {
  const plane = page.getByRole('switch', { name: '飞行模式' })
  if ((await plane.getAttribute('aria-checked')) !== String(flying)) await plane.click()
  await expect(plane).toHaveAttribute('aria-checked', String(flying))
}

/** A round by hand, to its end. */
export async function sync(page: Page): Promise<void> {
  await open(page, '/me')
  await page.getByRole('button', { name: '立即同步' }).click()
  await expect(page.getByText('同步完成')).toBeVisible({ timeout: 30_000 })
}

/** Opens the page that says whether the phone may be handed in, and comes back. */
export async function handIn(page: Page, verdict: string): Promise<void> {
  await page.getByRole('link', { name: /能不能交回手机/ }).click()
  await expect(page.getByText(verdict, { exact: true })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '返回' }).click()
}

/** A camera's picture: a scene of its own for every household, so that none looks like another. */
export async function jpeg(page: Page, name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data = await page.evaluate((seed) => {
    const canvas = document.createElement('canvas')
    canvas.width = 1600
    canvas.height = 1200
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, Date.now() >>> 0)
    const next = () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32
    const sky = pen.createLinearGradient(0, 0, 0, 1200)
    sky.addColorStop(0, '#9ec4de')
    sky.addColorStop(0.6, '#e9e2cf')
    sky.addColorStop(1, '#8c7a55')
    pen.fillStyle = sky
    pen.fillRect(0, 0, 1600, 1200)
    for (let at = 0; at < 160; at += 1) {
      pen.fillStyle = `hsl(${next() * 360} 45% ${25 + next() * 50}%)`
      pen.fillRect(next() * 1500, 400 + next() * 700, 40 + next() * 220, 30 + next() * 180)
    }
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? ''
  }, name)
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(data, 'base64') }
}

/** Answers whatever the page "check and seal" still asks for, one tap on each gap after another. */
export async function fillEveryGap(page: Page): Promise<void> {
  const visit = /#(\/visits\/[^/]+)/.exec(page.url())?.[1]
  for (let round = 0; round < MOST_GAPS; round += 1) {
    await page.evaluate((to) => { location.hash = to }, `${visit}/seal`)
    await expect(page.getByRole('heading', { name: '检查并封存' })).toBeVisible()
    if (await page.getByRole('button', { name: '封存这次走访' }).isVisible()) return
    const compose = page.getByRole('button', { name: '按已填内容写一句' })
    const gaps = page.getByRole('main').getByRole('listitem')
    // The narrative is written last, when there is something to tell.
    if ((await gaps.count()) > 0 && (await compose.isVisible()) && /还有 1 处/.test((await page.getByRole('main').textContent()) ?? '')) {
      await compose.click()
      await expect(page.getByRole('button', { name: '封存这次走访' })).toBeVisible()
      return
    }
    const first = page.getByRole('main').getByRole('link').filter({ hasNotText: '走访简要情况' }).first()
    await first.click()
    await fillFocused(page)
  }
  throw new Error('the visit never came to an end')
}

/** Answers the item the gap led to, as its kind asks. */
async function fillFocused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.id.startsWith('item-'))
  const id = await page.evaluate(() => document.activeElement?.id ?? '')
  const item = page.locator(`[id="${id}"]`)
  const count = await page.locator('.progress').textContent()
  const same = item.getByRole('button', { name: /和上次一样$/ })
  if ((await same.count()) > 0) {
    await same.click()
  } else if ((await item.getByRole('radio').count()) > 0 || (await item.getByRole('checkbox').count()) > 0) {
    await item.locator('label').first().click()
  } else if ((await item.locator('[aria-haspopup=dialog]').count()) > 0) {
    await item.locator('[aria-haspopup=dialog]').click()
    const sheet = page.getByRole('dialog')
    if ((await sheet.getByRole('radio').count()) > 0) await sheet.locator('label').first().click()
    else await sheet.getByRole('button', { name: '确定' }).click()
  } else if ((await item.locator('input[inputmode]').count()) > 0) {
    const range = (await item.textContent()) ?? ''
    const least = Number(/(-?\d+(?:\.\d+)?) 至/.exec(range)?.[1] ?? /不小于 (-?\d+)/.exec(range)?.[1] ?? 0)
    await item.getByRole('textbox').fill(String(Math.max(least, 8)))
    await item.getByRole('textbox').press('Enter')
  } else {
    await item.getByRole('textbox').fill('情况正常')
    await item.getByRole('textbox').blur()
  }
  await expect(page.locator('.progress'), id).not.toHaveText(count ?? '')
}
