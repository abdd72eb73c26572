import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { FailureCode } from './http'
import { codeOf } from './useLoad'

export interface Found<One> {
  found: ShallowRef<One[]>
  searching: Ref<boolean>
  failed: Ref<FailureCode | null>
  search: (text: string) => Promise<void>
}

/** What a choice finds while somebody types: the last question counts, whichever answer comes last. */
export function useFound<One>(load: (text: string) => Promise<One[]>): Found<One> {
  const found = shallowRef<One[]>([])
  const searching = ref(false)
  const failed = ref<FailureCode | null>(null)
  let asked = 0

  async function search(text: string) {
    const mine = ++asked
    failed.value = null
    searching.value = true
    try {
      const all = await load(text.trim())
      if (mine === asked) found.value = all
    } catch (cause) {
      if (mine === asked) failed.value = codeOf(cause)
    } finally {
      if (mine === asked) searching.value = false
    }
  }

  return { found, searching, failed, search }
}
