import { expect, test, type Page } from '@playwright/test'

import { looksRight } from './look'
import { fly, jpeg, open, openPhone } from './phone-hands'

/**
 * A photo looked at closely, a face covered by hand before it is sent, and a picture used twice: on a phone of the
 * preview, over the real app, without network.
 */
const { RUHU_PREVIEW } = process.env

test.skip(!RUHU_PREVIEW, 'needs RUHU_PREVIEW')
test.describe.configure({ mode: 'serial' })

let phone: Page
let file: Awaited<ReturnType<typeof jpeg>>
let first = ''

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' })
  phone = await openPhone(await context.newPage(), `${RUHU_PREVIEW}/cadre/`)
})
test.afterAll(async () => {
  await fly(phone, false)
  await phone.context().close()
})

/** Begins a visit; answers with the household it is about. */
async function begin(at: number): Promise<string> {
  await open(phone, '/households?filter=all')
  const visit = phone.getByRole('button', { name: /^走访.+家$/ }).nth(at)
  const name = (await visit.getAttribute('aria-label'))?.slice(2, -1) ?? ''
  await visit.click()
  await expect(phone.getByRole('heading', { name: '走访基本情况' })).toBeVisible()
  return name
}
const thumbs = () => phone.getByRole('button', { name: /放大照片/ })
const viewer = () => phone.getByRole('dialog', { name: '照片', exact: true })
const shown = () => viewer().locator('.frame > .stage img')
const percent = () => viewer().getByRole('button', { name: /^还原，当前/ })

async function add(picture: typeof file, expected: number): Promise<void> {
  await phone.locator('input[type=file]').first().setInputFiles(picture)
  await expect(thumbs()).toHaveCount(expected, { timeout: 20_000 })
}
/** How much the picture differs within a box of it: mist does hardly. */
async function roughness(left: number, top: number, width: number, height: number): Promise<number> {
  await expect(shown()).toBeVisible()
  return shown().evaluate(async (image: HTMLImageElement, box) => {
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.drawImage(image, 0, 0)
    const { data, width } = pen.getImageData(box.left * canvas.width, box.top * canvas.height, box.width * canvas.width, box.height * canvas.height)
    let sum = 0
    for (let at = 4; at < data.length; at += 4) if ((at / 4) % width !== 0) sum += Math.abs((data[at] ?? 0) - (data[at - 4] ?? 0))
    return sum / (data.length / 4)
  }, { left, top, width, height })
}

test('a photo is enlarged with two taps, keys and buttons, and turned over with a stroke', async () => {
  await fly(phone, true)
  first = await begin(0)
  file = await jpeg(phone, 'first')
  await add(file, 1)
  await add(await jpeg(phone, 'second'), 2)
  await thumbs().first().click()
  await expect(shown()).toBeVisible()
  await expect(percent()).toHaveText('100%')
  await looksRight(phone, 'photo-viewer')

  const box = await viewer().locator('.stage').boundingBox()
  if (!box) throw new Error('no stage')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await phone.mouse.dblclick(x, y)
  await expect(percent()).toHaveText('250%')
  await phone.mouse.dblclick(x, y)
  await expect(percent()).toHaveText('100%')
  await viewer().getByRole('button', { name: '放大', exact: true }).click()
  await expect(percent()).toHaveText('150%')
  for (let press = 0; press < 6; press += 1) await phone.keyboard.press('+')
  await expect(percent()).toHaveText('600%')
  await phone.keyboard.press('0')
  await expect(percent()).toHaveText('100%')

  await phone.mouse.move(x + 100, y)
  await phone.mouse.down()
  await phone.mouse.move(x - 100, y, { steps: 5 })
  await phone.mouse.up()
  await expect(viewer()).toContainText('第 2 张，共 2 张')
  await phone.keyboard.press('ArrowLeft')
  await expect(viewer()).toContainText('第 1 张，共 2 张')
})

test('two fingers enlarge a photo', async () => {
  const box = await viewer().locator('.stage').boundingBox()
  if (!box) throw new Error('no stage')
  const client = await phone.context().newCDPSession(phone)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const fingers = (apart: number) => [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }]
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(40) })
  for (const apart of [60, 80, 100, 120]) await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) })
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await expect(percent()).toHaveText('300%')
  await percent().click()
})

test('what the stamp says is there to be read', async () => {
  await viewer().getByRole('button', { name: /展开照片信息/ }).click()
  const facts = viewer().getByRole('region', { name: '照片信息' })
  await expect(facts).toContainText('在手机里，封存后上传')
  await expect(facts.locator('div', { hasText: /^校验码/ }).last()).toHaveText(/^校验码[0-9A-Z]{8}$/)
  await expect(facts).toContainText(`${first.slice(0, 1)}*`)
  await expect(facts, 'the name is masked as on the stamp').not.toContainText(first)
  await looksRight(phone, 'photo-facts')
  await viewer().getByRole('button', { name: /收起照片信息/ }).click()
})

test('a face covered by hand is covered in what is sent, and can be shown again', async () => {
  const clear = await shown().getAttribute('src')
  const before = await roughness(0.45, 0.5, 0.1, 0.1)
  expect(before).toBeGreaterThan(1)
  await viewer().getByRole('button', { name: '遮挡面部' }).click()
  const scene = phone.locator('.blur-editor .scene')
  await expect(scene).toBeVisible({ timeout: 20_000 })
  await expect(phone.getByRole('button', { name: '保存遮挡' })).toBeDisabled()
  const box = await scene.boundingBox()
  if (!box) throw new Error('no scene')
  await phone.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.35)
  await phone.mouse.down()
  await phone.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.75, { steps: 6 })
  await phone.mouse.up()
  await expect(phone.locator('.blur-editor .area')).toHaveCount(1)
  const corner = await phone.locator('.blur-editor .corner').boundingBox()
  expect(corner?.width).toBeGreaterThanOrEqual(48)
  await looksRight(phone, 'photo-blur')

  // One more, and it is taken back; a stray "back" throws nothing away.
  await phone.getByRole('button', { name: '加一处' }).click()
  await expect(phone.locator('.blur-editor .area')).toHaveCount(2)
  await phone.getByRole('button', { name: '撤销' }).click()
  await expect(phone.locator('.blur-editor .area')).toHaveCount(1)
  await phone.keyboard.press('Escape')
  await expect(phone.getByText('遮挡还没有保存')).toBeVisible()
  await phone.getByRole('button', { name: '继续修改' }).click()

  await phone.getByRole('button', { name: '保存遮挡' }).click()
  await expect(shown()).toBeVisible({ timeout: 20_000 })
  await expect(shown()).not.toHaveAttribute('src', clear ?? '')
  expect(await roughness(0.45, 0.5, 0.1, 0.1)).toBeLessThan(before / 2)
  await looksRight(phone, 'photo-blurred')

  await viewer().getByRole('button', { name: '修改遮挡' }).click()
  await expect(phone.locator('.blur-editor .area')).toHaveCount(1, { timeout: 20_000 })
  await phone.locator('.blur-editor .area').focus()
  await phone.keyboard.press('Delete')
  await phone.getByRole('button', { name: '取消遮挡并保存' }).click()
  await expect(shown()).toHaveAttribute('src', clear ?? '', { timeout: 20_000 })
  await phone.keyboard.press('Escape')
  await expect(viewer()).toBeHidden()
})

test('a picture used in another visit is said to be, beside the other one, and keeps nobody from going on', async () => {
  await begin(1)
  await add(file, 1)
  const note = phone.getByRole('button', { name: new RegExp(`^与.+${first.slice(0, 1)}\u2060\\*家的照片相同$`) })
  await expect(note).toBeVisible()
  await looksRight(phone, 'photo-alike')
  await note.click()
  const sheet = phone.getByRole('dialog', { name: '这张照片可能用过' })
  await expect(sheet.locator('img')).toHaveCount(2)
  await expect(sheet).toContainText('同一个照片文件')
  await expect(sheet.getByRole('button', { name: '重拍' })).toBeVisible()
  await looksRight(phone, 'photo-compare')
  await sheet.getByRole('button', { name: '留下这张' }).click()
  await expect(sheet).toBeHidden()

  const visit = /#(\/visits\/[^/]+)/.exec(phone.url())?.[1]
  await phone.evaluate((to) => { location.hash = to }, `${visit}/seal`)
  await expect(phone.getByRole('heading', { name: '1 张照片可能用过' })).toBeVisible()
  await looksRight(phone, 'photo-seal')
})
