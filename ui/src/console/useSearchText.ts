import { onScopeDispose, ref, watch } from 'vue'

/** What is typed, and the text to search for once typing has paused. Half-written pinyin never arrives here. */
export function useSearchText(pauseMs = 300) {
  const typed = ref('')
  const text = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(typed, (value) => {
    clearTimeout(timer)
    timer = setTimeout(() => (text.value = value.trim()), pauseMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return { typed, text }
}
