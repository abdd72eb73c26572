import { computed, reactive, ref, watch, type Ref } from 'vue'
import type { VisitPage } from '../../api'
import { decide } from '../../endpoints'
import type { FailureCode } from '../../http'
import { codeOf } from '../../useLoad'

export type Move = 'accept' | 'return' | 'revoke' | 'approve' | 'void'

export interface DraftComment {
  item: string
  memberId: string | null
  /** The item in words, for the list of comments. */
  about: string
  text: string
}

interface Road {
  /** Shows the visit as the decision left it. */
  put: (page: VisitPage) => void
  reload: () => Promise<void>
  decided: (page: VisitPage, move: Move) => void
}

/** One reviewer's decision on the visit on screen, from first thought to the county's answer. */
export function useDecision(page: Ref<VisitPage | null>, road: Road) {
  const returning = ref(false)
  /** A move that needs a reason in words first. */
  const explaining = ref<'revoke' | 'void' | null>(null)
  const confirmingPhotos = ref(false)
  const draft = reactive({ reasons: [] as string[], note: '', comments: [] as DraftComment[] })
  const busy = ref(false)
  /** The decision was overtaken; the page shows the present state and the draft is kept. */
  const stale = ref(false)
  const trouble = ref<FailureCode | null>(null)

  function clear() {
    returning.value = false
    explaining.value = null
    confirmingPhotos.value = false
    draft.reasons = []
    draft.note = ''
    draft.comments = []
    stale.value = false
    trouble.value = null
  }
  watch(() => page.value?.visit.visit_id, (id, before) => {
    if (id && before && id !== before) clear()
  })

  const may = (move: Move) => page.value?.moves.includes(move) ?? false
  const missingPhotos = computed(() => (page.value ? page.value.visit.photos - page.value.visit.photos_verified : 0))

  async function send(move: Move, reason?: string) {
    const seen = page.value
    if (!seen || busy.value || !may(move)) return
    busy.value = true
    trouble.value = null
    stale.value = false
    const withDraft = move === 'return'
    try {
      const after = await decide(seen.visit.visit_id, {
        revision: seen.visit.revision,
        seen: seen.visit.state,
        decision: move,
        reasons: withDraft ? [...draft.reasons] : [],
        comments: withDraft
          ? draft.comments
              .filter((comment) => comment.text.trim() !== '')
              .map((comment) => ({ item: comment.item, member_id: comment.memberId, text: comment.text.trim() }))
          : [],
        note: (withDraft ? draft.note.trim() : reason?.trim()) || null,
      })
      clear()
      road.put(after)
      road.decided(after, move)
    } catch (cause) {
      const code = codeOf(cause)
      if (code === 'stale') {
        await road.reload()
        stale.value = true
        explaining.value = null
        confirmingPhotos.value = false
        returning.value = returning.value && may('return')
      } else {
        trouble.value = code
      }
    } finally {
      busy.value = false
    }
  }

  return {
    returning, explaining, confirmingPhotos, draft, busy, stale, trouble, missingPhotos, may,
    /** The main yes: at once, unless photos are outstanding. */
    agree() {
      const move = may('accept') ? 'accept' : 'approve'
      if (!may(move) || busy.value) return
      if (missingPhotos.value > 0 && !confirmingPhotos.value) confirmingPhotos.value = true
      else void send(move)
    },
    startReturn() {
      if (may('return')) returning.value = true
    },
    sendReturn() {
      if (draft.reasons.length > 0) void send('return')
    },
    send,
    comment(item: string, memberId: string | null, about: string) {
      if (!may('return')) return
      returning.value = true
      const there = draft.comments.some((comment) => comment.item === item && comment.memberId === memberId)
      if (!there) draft.comments.push({ item, memberId, about, text: '' })
    },
    removeComment(comment: DraftComment) {
      draft.comments = draft.comments.filter((other) => other.item !== comment.item || other.memberId !== comment.memberId)
    },
  }
}

export type Decision = ReturnType<typeof useDecision>
