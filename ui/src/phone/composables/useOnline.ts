import { readonly, ref } from 'vue'

import type { ErrorCode } from '../../bridge'

/** What is known of the network: a hint for words, never a reason to refuse work. */
const browserOnline = ref(typeof navigator === 'undefined' || navigator.onLine !== false)
const reachable = ref(true)

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => {
    browserOnline.value = true
    reachable.value = true
  })
  window.addEventListener('offline', () => (browserOnline.value = false))
}

/** Learns from what a round or a request came to. */
export function noteOutcome(code: ErrorCode | string | null): void {
  if (code === 'offline') reachable.value = false
  else if (code === null) reachable.value = true
}

/** The preview's switch says so itself. */
export function noteSwitch(online: boolean): void {
  reachable.value = online
}

export function useOnline() {
  return { browserOnline: readonly(browserOnline), reachable: readonly(reachable) }
}
