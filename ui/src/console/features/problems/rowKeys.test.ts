import { mount } from '@vue/test-utils'
import { afterEach, expect, test } from 'vitest'
import { defineComponent, nextTick, ref } from 'vue'
import { between, moved, useRowKeys } from './rowKeys'

afterEach(() => (document.body.innerHTML = ''))

/** A list of three with its keys. */
function rows() {
  const chosen = ref(new Set<string>())
  const opened: string[] = []
  let keys: ReturnType<typeof useRowKeys> | undefined
  const page = mount(defineComponent({
    setup() {
      keys = useRowKeys(() => ['a', 'b', 'c'], chosen, (id) => opened.push(id))
      return () => null
    },
  }), { attachTo: document.body })
  const press = async (key: string, more: KeyboardEventInit = {}, on: EventTarget = document.body) => {
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
    await nextTick()
  }
  return { chosen, opened, keys: keys!, press, page }
}

test('the cursor stops at both ends and begins at the one it comes from', () => {
  expect([moved(-1, 1, 3), moved(-1, -1, 3), moved(2, 1, 3), moved(0, -1, 3), moved(0, 1, 0)]).toEqual([0, 2, 2, 0, -1])
  expect(between(['a', 'b', 'c'], 'c', 'b')).toEqual(['b', 'c'])
  expect(between(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})

test('space chooses the row the arrows came to, and takes it back', async () => {
  const { chosen, press, keys, page } = rows()
  await press('ArrowDown')
  await press('ArrowDown')
  expect(keys.cursor.value).toBe('b')
  await press(' ')
  expect([...chosen.value]).toEqual(['b'])
  await press(' ')
  expect([...chosen.value]).toEqual([])
  page.unmount()
})

test('shift and an arrow choose on the way, Escape lets go of all, Enter opens', async () => {
  const { chosen, press, opened, page } = rows()
  await press('ArrowDown')
  await press('ArrowDown', { shiftKey: true })
  await press('ArrowDown', { shiftKey: true })
  expect([...chosen.value]).toEqual(['a', 'b', 'c'])
  await press('Enter')
  expect(opened).toEqual(['c'])
  await press('Escape')
  expect(chosen.value.size).toBe(0)
  page.unmount()
})

test('whoever types, or has a dialog open, keeps every key', async () => {
  const { chosen, press, keys, page } = rows()
  document.body.insertAdjacentHTML('beforeend', '<input id="typed"><div class="el-overlay" id="over" style="display: none"></div>')
  await press('ArrowDown', {}, document.getElementById('typed')!)
  expect(keys.cursor.value).toBeNull()
  await press('ArrowDown')
  expect(keys.cursor.value).toBe('a')
  document.getElementById('over')!.style.display = ''
  await press(' ')
  await press('?')
  expect([chosen.value.size, keys.helping.value]).toEqual([0, false])
  page.unmount()
})

test('a key is nobody’s once the page is left', async () => {
  const { press, keys, page } = rows()
  page.unmount()
  await press('ArrowDown')
  expect(keys.cursor.value).toBeNull()
})
