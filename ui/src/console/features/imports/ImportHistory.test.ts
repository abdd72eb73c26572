import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import type { ImportList } from '../../api'
import { answerImports } from '../../canned/imports'
import { chooseLocale, i18n } from '../../words'
import ImportHistory from './ImportHistory.vue'

beforeEach(() => chooseLocale('zh'))

const { imports } = answerImports(undefined, undefined).body as ImportList
const row = (change: Partial<ImportList['imports'][number]>) => ({ ...imports[0]!, until: '2027-05-21', ...change })
const show = (change: Partial<ImportList['imports'][number]>) => mount(ImportHistory, { props: { imports: [row(change)], locked: false }, global: { plugins: [i18n] } })

test('an import says until when it can be undone', () => {
  const page = show({ is_over: false })
  expect(page.find('button').text()).toBe('撤销')
  expect(page.text()).toContain('可撤销至 2027-05-21')
})

test('an import whose last day has passed offers nothing to press and says what was deleted', () => {
  for (const state of ['done', 'stopped', 'undo_stopped', 'undone']) {
    const page = show({ state, is_over: true, stays: 3 })
    expect(page.find('button').exists()).toBe(false)
    expect(page.text()).toContain('撤销期限 2027-05-21 已过')
  }
})
