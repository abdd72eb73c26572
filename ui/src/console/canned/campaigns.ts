/** Made-up campaigns. */
import type { CampaignCoverage, CampaignForm, CampaignHousehold, CampaignHouseholdList, CampaignList, CampaignPage, CampaignRow, CampaignTown, Labelled } from '../api'
import { me, now } from './people'
import { households, visits } from './visits'

const DAY = 86_400_000
const day = (offset: number) => new Date(now + offset * DAY + 8 * 3_600_000).toISOString().slice(0, 10)
const profiles: Labelled[] = [{ code: 'full', zh: '全面走访', en: 'Full' }, { code: 'routine', zh: '常规走访', en: 'Routine' }, { code: 'four_ones', zh: '“四个一”', en: 'Four ones' }]
const figures = (all: number, submitted: number, approved: number, over = false): CampaignCoverage => ({
  households: all, submitted, approved, not_visited: all - submitted, overdue: over ? all - submitted : 0, people: all * 4 - 3, people_visited: submitted * 4, percent: all === 0 ? 0 : Math.floor((submitted * 100) / all), added: 0, added_submitted: 0,
})
const row = (id: string, title: string, state: string, from: number, to: number, profile: number, coverage: CampaignCoverage): CampaignRow => ({
  campaign_id: id, title, starts: day(from), ends: day(to), state, days_left: state === 'running' ? to : state === 'upcoming' ? from : null, profile: profiles[profile]!, required_coverage: profile === 0 ? 100 : 95, coverage,
})
export const campaigns: CampaignRow[] = [
  row('c4', '春节前走访慰问', 'upcoming', 20, 45, 2, figures(412, 0, 0)),
  row('c1', '防返贫动态监测大排查', 'running', -12, 9, 0, { ...figures(1286, 874, 640), added: 6, added_submitted: 2 }),
  row('c2', '脱贫人口回头看', 'ended', -90, -60, 0, figures(968, 951, 951, true)),
  row('c3', '雨季住房安全排查', 'cancelled', -80, -50, 1, figures(230, 41, 12)),
]
const area = (code: string, name: string, responsible: string[], coverage: CampaignCoverage) => ({ code, name, responsible, coverage })
export const campaignTowns: CampaignTown[] = [
  { ...area('620502103', '桃源镇', ['孙建国'], figures(702, 512, 380)), villages: [area('620502103204', '上河村', ['赵明德'], figures(402, 322, 240)), area('620502103205', '下河村', [], figures(300, 190, 140))] },
  { ...area('620502104', '云台乡', ['王立', '何娟'], { ...figures(584, 362, 260), added: 6, added_submitted: 2 }), villages: [area('620502104201', '石门村', ['周文斌'], { ...figures(584, 362, 260), added: 6, added_submitted: 2 })] },
]
export function campaignPage(id: string): CampaignPage | undefined {
  const campaign = campaigns.find((one) => one.campaign_id === id)
  if (!campaign) return undefined
  const cancelled = campaign.state === 'cancelled'
  return {
    campaign, version: 3, legal_basis: '云溪县帮扶工作领导小组通知〔2026〕18号', stages: id === 'c1' ? [{ title: '宣传发动', ends: day(-8) }, { title: '入户排查', ends: day(4) }, { title: '核实录入', ends: day(9) }] : [], areas: id === 'c3' ? [{ code: '620502103', name: '桃源镇' }] : [],
    groups: id === 'c1' ? ['monitored', 'exited'] : [], frozen_ms: campaign.state === 'upcoming' ? null : now - 12 * DAY, made_ms: now - 14 * DAY, made_by: me.name, cancelled_ms: cancelled ? now - 70 * DAY : null, cancelled_by: cancelled ? me.name : null, cancel_reason: cancelled ? '与省里排查重复，合并进行' : null,
    towns: campaignTowns, may_edit: true, profiles, today: day(0),
  }
}
const reason: Labelled = { code: 'nobody_home', zh: '家中无人', en: 'Nobody at home' }
export function campaignHouseholds(show: unknown): CampaignHouseholdList {
  const rows = households.slice(0, 6).map((home, at): CampaignHousehold => ({
    household_id: home.household_id, number: home.number, head_name: home.head_name, town: home.town, village: home.village, group: ['monitored', 'exited', 'general'][at % 3] ?? 'general', helper_name: at === 2 ? null : home.helper_name ?? '李春燕',
    visit_id: show === 'not_visited' ? null : visits[at]?.visit_id ?? null, visited_ms: show === 'not_visited' ? null : now - at * DAY, visit_state: show === 'not_visited' ? null : visits[at]?.state ?? null, hindered_on: show === 'not_visited' && at < 2 ? day(-at) : null, hindered_by: show === 'not_visited' && at < 2 ? reason : null,
  }))
  return { households: rows, next: null, total: rows.length }
}

/** As the county answers. */
export function answerCampaigns(id: string | undefined, move: string | undefined, body: Record<string, unknown>, posted: boolean): { status: number; body?: unknown } {
  const ok = (answer: unknown) => ({ status: 200, body: answer })
  if (id === 'preview') return ok({ households: 1286, towns: campaignTowns.map((town) => ({ code: town.code, name: town.name, households: town.coverage.households })) })
  if (!id && posted) {
    const form = body as unknown as CampaignForm
    campaigns.unshift({ ...row('c9', form.title, 'running', 0, 9, 0, figures(1286, 0, 0)), starts: form.starts, ends: form.ends })
    return ok(campaignPage('c9'))
  }
  if (!id) return ok({ campaigns, next: null, may_edit: true, profiles, today: day(0) } satisfies CampaignList)
  const page = campaignPage(id)
  if (!page) return { status: 404, body: { code: 'not_found' } }
  if (move === 'households') return ok(campaignHouseholds(body.show))
  if (move === 'cancel') page.campaign.state = 'cancelled'
  if (move === 'change') Object.assign(page.campaign, { title: body.title, ends: body.ends, required_coverage: body.required_coverage })
  return ok(campaignPage(id))
}
