import { computed, onUnmounted, ref } from 'vue'

/** Open sheets, the top one last. The screen behind them is inert, and "back" closes the top one. */
const open = ref<(() => void)[]>([])

export const anySheetOpen = computed(() => open.value.length > 0)

/** Closes the top sheet; false when there was none. */
export function closeTopSheet(): boolean {
  const top = open.value[open.value.length - 1]
  if (!top) return false
  top()
  return true
}

/** Tells the app that a sheet opened or closed. */
export function useSheet(close: () => void) {
  function opened(): void {
    if (!open.value.includes(close)) open.value = [...open.value, close]
  }
  function closed(): void {
    open.value = open.value.filter((one) => one !== close)
  }
  onUnmounted(closed)
  return { opened, closed }
}
