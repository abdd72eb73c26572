import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Waits until nothing moves in any more and what was drawn is on the screen. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByText(/^正在打开(…|照片)?$/)).toHaveCount(0)
  await expect(page.locator('.photo-thumb .spinner')).toHaveCount(0, { timeout: 20_000 })
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity)
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)))
    await document.fonts.ready
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  })
}

/** How many pixels the page, or a part of it that should not, reaches beyond its right edge. */
export async function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.phone, .screen, .body, .actions, .tab-bar')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.tagName.toLowerCase()} ${one.className}: ${one.scrollWidth - one.clientWidth} px`),
  )
}

/** A screen everyone can use: no serious fault of accessibility, nothing beside the edge; and its picture. */
export async function looksRight(page: Page, name: string): Promise<void> {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter((one) => one.impact === 'serious' || one.impact === 'critical')
  expect(grave.map((one) => `${name}: ${one.id} at ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([])
  expect(await overhang(page), `${name} scrolls sideways`).toEqual([])
  const { RUHU_SHOTS } = process.env
  if (RUHU_SHOTS) await page.screenshot({ path: `${RUHU_SHOTS}/${name}.png` })
}
