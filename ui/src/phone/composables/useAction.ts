import { ref } from 'vue'
import type { Ref } from 'vue'

import { CommandFailed } from '../../bridge'
import type { ErrorCode } from '../../bridge'
import { noteOutcome } from './useOnline'

export interface Action {
  busy: Ref<boolean>
  /** Why the last try failed; gone with the next. */
  failure: Ref<CommandFailed | null>
  /** Runs one thing at a time; answers whether it worked. A second tap while busy does nothing. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
}

/** Something a person does that may fail: busy while it runs, its failure in words beside it. */
export function useAction(): Action {
  const busy = ref(false)
  const failure = ref<CommandFailed | null>(null) as Ref<CommandFailed | null>

  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (cause) {
      failure.value = failedFrom(cause)
      noteOutcome(failure.value.code)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, failure, run }
}

export function failedFrom(cause: unknown): CommandFailed {
  return cause instanceof CommandFailed ? cause : new CommandFailed('internal')
}

export type { ErrorCode }
