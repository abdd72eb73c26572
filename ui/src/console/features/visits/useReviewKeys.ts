import { onBeforeUnmount, onMounted } from 'vue'

/** Single keys for reviewers. They rest while someone types, holds a modifier, or a dialog is open. */
export function useReviewKeys(keys: Record<string, () => void>, resting: () => boolean) {
  function pressed(event: KeyboardEvent) {
    if (resting() || event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const target = event.target instanceof HTMLElement ? event.target : null
    if (target?.closest('input:not([type=checkbox]), textarea, select, [contenteditable], dialog, [role=dialog]')) return
    const act = keys[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', pressed))
  onBeforeUnmount(() => window.removeEventListener('keydown', pressed))
}
