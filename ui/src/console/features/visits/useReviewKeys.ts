import { onBeforeUnmount, onMounted } from 'vue'

/** Single keys for reviewers. They rest while someone types, holds a modifier, or a dialog is open. */
export function useReviewKeys(keys: Record<string, () => void>) {
  function pressed(event: KeyboardEvent) {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const target = event.target instanceof HTMLElement ? event.target : null
    if (target?.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return
    if (document.querySelector('dialog[open], .el-overlay:not([style*="display: none"]) [role="dialog"]')) return
    const act = keys[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}
