import type { CampaignForm, CampaignPage, CampaignStage } from '../../api'

/** A campaign as it stands in the form. */
export interface Draft {
  title: string
  starts: string
  ends: string
  areas: string[]
  groups: string[]
  profile: string
  coverage: number | undefined
  stages: CampaignStage[]
  basis: string
}

export const groupCodes = ['monitored', 'exited', 'general'] as const

export const newDraft = (today: string): Draft => ({ title: '', starts: today, ends: '', areas: [], groups: [], profile: 'full', coverage: 100, stages: [], basis: '' })

export function draftOf(page: CampaignPage): Draft {
  const { campaign } = page
  return {
    title: campaign.title, starts: campaign.starts, ends: campaign.ends, areas: page.areas.map((area) => area.code), groups: [...page.groups], profile: campaign.profile.code,
    coverage: campaign.required_coverage, stages: page.stages.map((stage) => ({ ...stage })), basis: page.legal_basis,
  }
}

export function formOf(draft: Draft, version: number | null): CampaignForm {
  const { title, starts, ends, areas, groups, profile, stages } = draft
  return { version, title: title.trim(), starts, ends, areas, groups, profile, required_coverage: draft.coverage ?? 0, stages: stages.map((stage) => ({ title: stage.title.trim(), ends: stage.ends })), legal_basis: draft.basis.trim() }
}

/** Fields nobody filled in, as the county names them: it is not asked for what is plainly missing. */
export function lacking(draft: Draft): string[] {
  const lacks = [
    draft.title.trim() === '' && 'title', draft.starts === '' && 'starts', draft.ends === '' && 'ends', draft.basis.trim() === '' && 'legal_basis', draft.coverage === undefined && 'required_coverage',
    ...draft.stages.flatMap((stage, at) => [stage.title.trim() === '' && `stages[${at}].title`, stage.ends === '' && `stages[${at}].ends`]),
  ]
  return lacks.filter((field): field is string => field !== false)
}

/** Households still to be visited before the required part is reached. */
export function short(submitted: number, households: number, required: number): number {
  return Math.max(0, Math.ceil((households * required) / 100) - submitted)
}
