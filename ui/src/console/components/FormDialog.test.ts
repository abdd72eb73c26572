import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseLocale, i18n } from '../words'
import FormDialog from './FormDialog.vue'

let shown: { unmount: () => void } | undefined
beforeEach(() => chooseLocale('zh'))
afterEach(() => {
  shown?.unmount()
  document.body.innerHTML = ''
})
async function dialog(props: { touched?: boolean; ready?: boolean; trouble?: string }) {
  const page = mount(FormDialog, { props: { open: true, title: '延期', confirm: '延期', ...props }, slots: { default: '<input id="reason">', cure: '<button type="button">重试</button>' }, global: { plugins: [i18n] }, attachTo: document.body })
  shown = page
  await flushPromises()
  return page
}
const button = (words: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === words)

test('what was typed is dropped only after an answer, and the keyboard is led to the question and back', async () => {
  const page = await dialog({ touched: true })
  button('取消')?.click()
  await flushPromises()
  expect(page.emitted('close')).toBeUndefined()
  expect(document.activeElement).toBe(button('继续填写'))
  button('继续填写')?.click()
  await flushPromises()
  expect(document.activeElement?.id).toBe('reason')
  button('取消')?.click()
  await flushPromises()
  button('放弃填写')?.click()
  expect(page.emitted('close')).toHaveLength(1)
})

test('a form that lacks something is not sent, by its button or by Enter', async () => {
  const page = await dialog({ ready: false })
  button('延期')?.click()
  document.querySelector('form')?.dispatchEvent(new Event('submit'))
  expect(page.emitted('go')).toBeUndefined()
  await page.setProps({ ready: true })
  document.querySelector('form')?.dispatchEvent(new Event('submit'))
  expect(page.emitted('go')).toHaveLength(1)
})

test('what went wrong is told in the form, with what helps beside it, and nothing typed is gone', async () => {
  const page = await dialog({ touched: true })
  document.querySelector<HTMLInputElement>('#reason')!.value = '漏雨'
  const told = () => document.querySelector('form [role=alert]')
  expect(told()).toBeNull()
  await page.setProps({ trouble: '没有信号，请稍后再试。' })
  expect(told()?.querySelector('p')?.textContent).toBe('没有信号，请稍后再试。')
  expect(told()?.querySelector('button')?.textContent).toBe('重试')
  expect(document.querySelector<HTMLInputElement>('#reason')?.value).toBe('漏雨')
})
