import { readonly, ref } from 'vue'

export interface Toast {
  text: string
  tone: 'plain' | 'good' | 'bad'
  action?: { label: string; run: () => void }
}

/** Long enough to read twice and to reach the button. */
const SHOWN_MS = 6000

const toast = ref<Toast | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

export function showToast(next: Toast): void {
  clearTimeout(timer)
  toast.value = next
  timer = setTimeout(() => (toast.value = null), SHOWN_MS)
}

export function hideToast(): void {
  clearTimeout(timer)
  toast.value = null
}

export function useToast() {
  return { toast: readonly(toast) }
}
