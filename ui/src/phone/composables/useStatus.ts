import { readonly, ref, shallowRef } from 'vue'

import { call, onChanged } from '../../bridge'
import type { ErrorCode, Settings, Status } from '../../bridge'
import { setLanguage } from '../i18n'
import { failedFrom } from './useAction'
import { noteOutcome } from './useOnline'

/** What every screen may ask: who this is, how it looks, what waits. One for the whole app. */
const status = shallowRef<Status | null>(null)
const failure = ref<ErrorCode | null>(null)

export function applySettings(settings: Settings): void {
  setLanguage(settings.language === 'en' ? 'en' : 'zh')
  const root = document.documentElement
  root.style.fontSize = `${settings.text_percent}%`
  root.classList.toggle('large-text', settings.text_percent >= 150)
  root.classList.toggle('high-contrast', settings.high_contrast)
}

export function putStatus(next: Status): void {
  // What a round of the app's own came to; one the person asked for tells it itself.
  if (next.reached !== null && next.reached !== status.value?.reached) noteOutcome(next.reached ? null : 'offline')
  status.value = next
  failure.value = null
  applySettings(next.settings)
}

export async function loadStatus(): Promise<void> {
  try {
    putStatus(await call('status', {}))
  } catch (cause) {
    failure.value = failedFrom(cause).code
  }
}

/** Keeps the badges true for as long as the app is open. */
export function followStatus(): () => void {
  return onChanged(() => void loadStatus())
}

export function useStatus() {
  return { status: readonly(status) as { readonly value: Status | null }, failure: readonly(failure) }
}
