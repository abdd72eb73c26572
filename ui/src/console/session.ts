import { computed, shallowRef } from 'vue'
import type { ConsoleMe, SignInForm } from './api'
import * as county from './endpoints'

const me = shallowRef<ConsoleMe | null>(null)

/** Who is signed in. The cookie itself is out of the page's reach. */
export const session = {
  me: computed(() => me.value),
  has: (role: string) => me.value?.roles.includes(role) ?? false,
  async signIn(form: SignInForm) {
    me.value = await county.signIn(form)
  },
  async signOut() {
    await county.signOut()
    me.value = null
  },
  /** Finds the session of an earlier page; throws when there is none. */
  async resume() {
    me.value ??= await county.loadMe()
  },
  forget() {
    me.value = null
  },
}
