import { createApp } from 'vue'
import App from './App.vue'
import { onSignedOut } from './http'
import { router, toSignIn } from './router'
import { session } from './session'
import { chooseLocale, i18n, storedLocale } from './words'
import './style/tokens.css'
import './style/base.css'
import './style/element.css'

async function start() {
  // Answers for looking at screens without a county; not part of a built console.
  if (import.meta.env.DEV && new URLSearchParams(location.search).has('canned')) {
    const { answerFromCanned } = await import('./canned/intercept')
    answerFromCanned()
  }
  // Without the words of another language the console still stands.
  await chooseLocale(storedLocale()).catch(() => undefined)
  onSignedOut(() => {
    session.forget()
    void router.push(toSignIn(router.currentRoute.value.fullPath, true))
  })
  createApp(App).use(i18n).use(router).mount('#app')
}

void start()
