import { computed, ref } from 'vue'

import { call } from '../../../bridge'
import type { CommentInput, Decision, ItemForm, ReviewPage, ReviewQueue } from '../../../bridge'
import { useAction } from '../../composables/useAction'
import { useLoad } from '../../composables/useLoad'
import type { CommentTarget } from './CommentSheet.vue'

/** One visit under review: what is shown, the remarks so far, and the decision. */
export function useReview(visitId: () => string) {
  const { state, reload } = useLoad(() => call('review_page', { visit_id: visitId() }))
  const { busy, failure, run } = useAction()
  const page = computed<ReviewPage | null>(() => (state.value.is === 'ready' ? state.value.value : null))
  const comments = ref<CommentInput[]>([])
  const target = ref<CommentTarget | null>(null)
  const returning = ref(false)

  function noted(item: string | null, memberId: string | null): string | null {
    return comments.value.find((one) => one.item === item && one.member_id === memberId)?.text ?? null
  }
  function remark(item: ItemForm, memberId: string | null, memberName: string | null): void {
    target.value = { item: item.code, memberId, title: [item.label, memberName].filter(Boolean).join(' · '), text: noted(item.code, memberId) ?? '' }
  }
  function remarkOnAll(title: string): void {
    target.value = { item: null, memberId: null, title, text: noted(null, null) ?? '' }
  }
  function keep(text: string): void {
    const at = target.value
    if (!at) return
    const others = comments.value.filter((one) => one.item !== at.item || one.member_id !== at.memberId)
    comments.value = text === '' ? others : [...others, { item: at.item, member_id: at.memberId, text }]
    target.value = null
  }

  /** Answers the queue as it is after the decision; null when it was not taken. */
  async function decide(decision: Decision, reasons: string[], note: string | null): Promise<ReviewQueue | null> {
    const shown = page.value
    if (!shown) return null
    const asked = { visit_id: shown.card.visit_id, revision: shown.card.revision, decision, reasons, comments: decision === 'approve' ? [] : comments.value, note }
    let after: ReviewQueue | null = null
    const worked = await run(async () => { after = await call('decide', asked) })
    if (worked) returning.value = false
    else if (failure.value?.code === 'stale') void reload()
    return after
  }

  return { state, reload, page, busy, failure, comments, target, returning, noted, remark, remarkOnAll, keep, decide }
}
