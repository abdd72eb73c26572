import { createApp } from 'vue'

import { findHost, useHost } from '../bridge'
import type { Host } from '../bridge'
import App from './App.vue'
import { loadStatus } from './composables/useStatus'
import { i18n } from './i18n'
import { router } from './router'
import './styles/base.css'
import './styles/vant.css'

/** Canned data lets a developer look at every screen; a build for phones does not contain it. */
async function chooseHost(): Promise<Host> {
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('canned')) {
    return (await import('../bridge/canned')).cannedHost(new URLSearchParams(location.search))
  }
  return findHost()
}

async function start(): Promise<void> {
  // Chromium alone, Android's WebView included, spaces it well; asking `@supports` does not tell.
  if (navigator.userAgent.includes('Chrome/')) document.documentElement.classList.add('autospace')
  useHost(await chooseHost())
  await loadStatus()
  createApp(App).use(i18n).use(router).mount('#app')
}

void start()
