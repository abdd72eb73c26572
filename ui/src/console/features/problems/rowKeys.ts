import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Where the cursor goes from `at` in a list of so many; none yet begins at the end one comes from. */
export function moved(at: number, by: 1 | -1, many: number): number {
  if (many === 0) return -1
  if (at < 0) return by > 0 ? 0 : many - 1
  return Math.min(many - 1, Math.max(0, at + by))
}

/** Ids from one to another, in the list's order. */
export function between(ids: string[], from: string, to: string): string[] {
  const [one, other] = [ids.indexOf(from), ids.indexOf(to)]
  if (one < 0 || other < 0) return [to]
  return ids.slice(Math.min(one, other), Math.max(one, other) + 1)
}

const TYPES_INTO = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], [role=combobox]'

/** A dialog that was closed stays in the page, hidden. */
const hasDialog = () => [...document.querySelectorAll<HTMLElement>('.el-overlay')].some((one) => one.style.display !== 'none')

export interface RowKeys { cursor: Ref<string | null>; helping: Ref<boolean> }

/** Rows chosen and opened from the keyboard: nothing is taken from whoever types, or from an open dialog. */
export function useRowKeys(ids: () => string[], chosen: Ref<Set<string>> | null, open: (id: string) => void): RowKeys {
  const cursor = ref<string | null>(null)
  const helping = ref(false)

  function go(by: 1 | -1, extend: boolean) {
    const all = ids()
    const before = cursor.value
    const next = all[moved(before === null ? -1 : all.indexOf(before), by, all.length)] ?? null
    cursor.value = next
    if (extend && chosen && next !== null) chosen.value = new Set([...chosen.value, ...between(all, before ?? next, next)])
    requestAnimationFrame(() => document.querySelector(`[data-row="${next}"]`)?.scrollIntoView?.({ block: 'nearest' }))
  }
  function toggle(id: string) {
    if (!chosen) return
    const next = new Set(chosen.value)
    if (!next.delete(id)) next.add(id)
    chosen.value = next
  }
  function pressed(event: KeyboardEvent) {
    const on = event.target instanceof HTMLElement ? event.target : null
    if (event.defaultPrevented || event.ctrlKey && event.key !== 'a' || event.metaKey || event.altKey || on?.closest(TYPES_INTO) || hasDialog()) return
    // A button or link that has the focus keeps its own keys.
    const own = on?.closest('button, a, input, summary, [role=menuitem]') !== null && on !== null
    const key = event.key
    if (key === 'ArrowDown' || key === 'j') go(1, event.shiftKey)
    else if (key === 'ArrowUp' || key === 'k') go(-1, event.shiftKey)
    else if (key === ' ' && !own && cursor.value && chosen) toggle(cursor.value)
    else if (key === 'Enter' && !own && cursor.value) open(cursor.value)
    else if (key === 'a' && event.ctrlKey && chosen) chosen.value = new Set(ids())
    else if (key === 'Escape' && chosen && chosen.value.size > 0) chosen.value = new Set()
    else if (key === '?') helping.value = true
    else return
    event.preventDefault()
  }
  onMounted(() => document.addEventListener('keydown', pressed))
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed))
  return { cursor, helping }
}
