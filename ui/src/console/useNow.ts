import { onScopeDispose, ref } from 'vue'

/** The present, for ages and countdowns on screen. */
export function useNow(everyMs = 30_000) {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return now
}
