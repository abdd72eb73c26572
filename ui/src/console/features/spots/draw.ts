import type { SpotForm, SpotPreview } from '../../api'

export const kinds = ['member', 'team', 'household'] as const
export const methods = ['video', 'phone', 'on_site'] as const

/** A draw as it stands in the form. */
export interface DrawDraft {
  kind: (typeof kinds)[number]
  method: (typeof methods)[number]
  title: string
  towns: string[]
  days: number | undefined
  by: 'count' | 'percent'
  count: number | undefined
  percent: number | undefined
  seed: string
}

export const newDraw = (): DrawDraft => ({ kind: 'member', method: 'video', title: '', towns: [], days: 90, by: 'count', count: 20, percent: 5, seed: '' })

/** What is sent: only the draw names the frame that the preview showed, and the seed it gave. */
export function drawForm(draft: DrawDraft, preview: SpotPreview | null = null): SpotForm {
  return {
    kind: draft.kind, method: draft.method, title: draft.title.trim(), towns: [...draft.towns].sort(), days: draft.days ?? 0,
    count: draft.by === 'count' ? (draft.count ?? null) : null, percent: draft.by === 'percent' ? (draft.percent ?? null) : null,
    seed: preview?.seed ?? (draft.seed.trim() || null), frame_sha256: preview?.frame_sha256 ?? null,
  }
}

/** Whether two drafts ask for the same draw: a title changes nothing of it. */
export function sameDraw(one: DrawDraft, other: DrawDraft): boolean {
  const bare = (draft: DrawDraft) => JSON.stringify({ ...drawForm(draft), title: '' })
  return bare(one) === bare(other)
}
