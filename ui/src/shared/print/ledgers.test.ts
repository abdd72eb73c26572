import { expect, test } from 'vitest'

import { ledgerParts, type LedgerWords, type PrintEntry } from './ledgers'

const words: LedgerWords = { plan: '计划', measures: '措施', deeds: '好事实事', income: '收入调查', head: ['内容', '类别', '日期', '金额', '状态'], none: '还没有记录。' }
const entry = (ledger: string, name: string, title: string): PrintEntry => ({ ledger, name, title, kind: '类', day: '2026-11-01', amount: '', state: '已记录' })

test('the folder has a plan and measures even where nothing is written yet', () => {
  const parts = ledgerParts([], words)
  expect(parts.map((part) => part.title)).toEqual(['计划', '措施', '好事实事'])
  expect(parts.every((part) => part.tables?.every((table) => table.rows.length === 0 && table.empty === '还没有记录。'))).toBe(true)
})

test('tasks stand under the plan, and what belongs to no part of the folder is not printed', () => {
  const parts = ledgerParts([entry('plan_task', '计划任务', '办慢病证'), entry('income', '收入调查', '2026'), entry('case', '动态管理', '识别')], words)
  expect(parts.map((part) => part.title)).toEqual(['计划', '措施', '好事实事', '收入调查'])
  expect(parts[0]!.tables!.map((table) => [table.caption, table.rows[0]?.[0]])).toEqual([[undefined, undefined], ['计划任务', '办慢病证']])
  expect(JSON.stringify(parts)).not.toContain('识别')
})
