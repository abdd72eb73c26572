import type { EvidencePhoto, ProblemPage, ProblemStepRow } from '../../api'

/** What was shown as rectified: the last report, which is what a verifier looks at. */
export function lastReport(page: Pick<ProblemPage, 'steps'>): ProblemStepRow | null {
  return page.steps.filter((step) => step.step === 'finish' || step.step === 'fix_at_once').at(-1) ?? null
}

/** Each photo once, however often it is named. */
export function once(photos: EvidencePhoto[]): EvidencePhoto[] {
  return [...new Map(photos.map((photo) => [photo.photo_id, photo])).values()]
}
