import { expect, test, type Page } from '@playwright/test'

import { readPdf, type Pdf } from './pdf'
import { serve, type Screens } from './screens'

/** What comes out of the printer: real PDF files of Chromium's, with made-up data. */
test.describe.configure({ mode: 'serial', timeout: 240_000 })

let phone: Screens
let desk: Screens

test.beforeAll(async () => {
  test.setTimeout(240_000)
  phone = await serve('phone')
  desk = await serve('console')
})
test.afterAll(async () => {
  await phone?.close()
  await desk?.close()
})

async function paper(page: Page, name: string): Promise<Pdf> {
  await expect(page.locator('.print-only > *')).toHaveCount(1, { timeout: 120_000 })
  await page.evaluate(() => document.fonts.ready)
  const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true, path: process.env.RUHU_SHOTS ? `${process.env.RUHU_SHOTS}/${name}.pdf` : undefined })
  return readPdf(bytes)
}

function isSize(pdf: Pdf, width: number, height: number): void {
  for (const [wide, high] of pdf.pages) {
    expect(Math.abs(wide - width), `${wide} × ${high} mm`).toBeLessThan(1)
    expect(Math.abs(high - height), `${wide} × ${high} mm`).toBeLessThan(1)
  }
}

/** Nothing that DOMAIN §3.1 keeps from paper: whole ID or mobile numbers of a household. */
function keepsSecrets(pdf: Pdf, helpers: string[]): void {
  expect(pdf.text).not.toMatch(/\d{17}[\dXx]/)
  const mobiles = [...pdf.text.matchAll(/1[3-9]\d{9}/g)].map((one) => one[0])
  expect(mobiles.filter((one) => !helpers.includes(one))).toEqual([])
}

test('the phone prints the book on numbered A4 sheets, the cover alone on the first', async ({ page }) => {
  await page.goto(`${phone.address}?canned#/households/h0/print`)
  const pdf = await paper(page, 'phone-book')
  isSize(pdf, 210, 297)
  expect(pdf.pages.length).toBeGreaterThanOrEqual(2)
  const [cover = '', ...rest] = pdf.text.split('\f')
  expect(cover).toContain('王秀英')
  expect(cover).toContain('530325104201000')
  expect(cover).toContain('含个人信息')
  expect(cover).not.toContain('责任人')
  const body = rest.join('')
  for (const said of ['状况', '原因', '责任人', '走访', '问题', '530325********4127', '138****4127', '赵明']) expect(body).toContain(said)
  expect(cover).toContain(`1/${pdf.pages.length}`)
  expect(body).toContain(`${pdf.pages.length}/${pdf.pages.length}`)
  keepsSecrets(pdf, ['13900001234'])
  // The screen behind it is not printed.
  expect(pdf.text).not.toContain('常规走访')
})

test('the contact card is one A6 card with the helper’s number and the hotline', async ({ page }) => {
  await page.goto(`${phone.address}?canned#/households/h0/print`)
  await page.getByRole('radio', { name: /联系卡/ }).click()
  const pdf = await paper(page, 'phone-card')
  expect(pdf.pages).toHaveLength(1)
  isSize(pdf, 148, 105)
  for (const said of ['赵明', '13900001234', '12317', '王秀英']) expect(pdf.text).toContain(said)
  keepsSecrets(pdf, ['13900001234'])
  expect(pdf.text).not.toContain('530325')
})

test('a phone that cannot print says who can', async ({ page }) => {
  await page.goto(`${phone.address}?canned&no-printer#/households/h0/print`)
  await page.getByRole('button', { name: '打印', exact: true }).click({ timeout: 120_000 })
  await expect(page.getByRole('alert')).toContainText('请县里或乡镇在电脑')
})

test('the desk prints the book without illness, heads again on each sheet and no row cut', async ({ page }) => {
  await page.goto(`${desk.address}?canned#/households/h1/print`)
  const pdf = await paper(page, 'desk-book')
  isSize(pdf, 210, 297)
  // Sixty visits do not fit on a sheet: their head stands on each.
  const headed = pdf.text.split('\f').filter((sheet) => sheet.includes('走访人'))
  expect(headed.length).toBeGreaterThanOrEqual(2)
  expect(pdf.text).toContain('2人有病或残疾')
  for (const hidden of ['慢性病', '因病', '因残']) expect(pdf.text).not.toContain(hidden)
  keepsSecrets(pdf, ['13900001234', '13900005678'])
  expect(pdf.text).not.toContain('县级工作台')
})

test('the codes of a village name nobody in full', async ({ page }) => {
  await page.goto(`${desk.address}?canned#/household-codes`)
  await page.getByRole('combobox', { name: '村' }).click({ timeout: 120_000 })
  await page.getByRole('option').first().click()
  const pdf = await paper(page, 'desk-codes')
  isSize(pdf, 210, 297)
  expect(pdf.pages.length).toBeGreaterThanOrEqual(2)
  expect(pdf.text).toContain('王*·0001')
  expect(pdf.text).not.toMatch(/\d{12}/)
})
