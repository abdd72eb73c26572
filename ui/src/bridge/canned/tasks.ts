/** Made-up tasks and campaigns. */
import type { Attempt, CampaignCard, CampaignHousehold, CampaignPage, HouseholdCard, TaskCard } from '../commands'
import { households } from './people'

const TRIED: Attempt = { entry_id: 'e4', on: '2026-11-15', reason: { code: 'working_away', label: '举家外出务工' } }

export function tasks(card: HouseholdCard): TaskCard[] {
  const done = card.task === 'done'
  const base = { reason: null, campaign_id: null, title: '', profile: 'routine', from: '2026-07-01', until: '2026-12-31', days_left: 43, could_not: null }
  return [
    { ...base, kind: 'visit', state: card.task, reason: card.task_reason, done: done ? 1 : 0, times: 1, done_on: done ? '2026-11-12' : null, could_not: done ? null : TRIED },
    { ...base, kind: 'good_deed', state: card.household_id === 'h1' ? 'done' : 'due', done: card.household_id === 'h1' ? 1 : 0, times: 1, done_on: card.household_id === 'h1' ? '2026-09-02' : null },
    { ...base, ...named(), kind: 'campaign', state: done ? 'done' : 'due', profile: 'full', from: '2026-11-01', until: '2026-11-30', days_left: 12, done: done ? 1 : 0, times: 1, done_on: done ? '2026-11-12' : null },
  ]
}

const named = () => ({ campaign_id: 'k1', title: '2026年冬季“回头看”大走访' })

export function campaigns(): CampaignCard[] {
  return [
    { ...named(), starts: '2026-11-01', ends: '2026-11-30', days_left: 12, households: 120, visited: 74, required_coverage: 100 },
    { campaign_id: 'k2', title: '四个一集中走访', starts: '2026-11-09', ends: '2026-11-18', days_left: 0, households: 40, visited: 37, required_coverage: 95 },
  ]
}

export function campaignPage(id: string, empty: boolean): CampaignPage {
  const card = campaigns().find((one) => one.campaign_id === id) ?? campaigns()[0]
  if (!card) throw { code: 'not_found' }
  const line = (household: HouseholdCard, at: number): CampaignHousehold => ({ household, visited_on: null, could_not: at === 0 ? TRIED : null })
  const left = households().filter((one) => one.task !== 'done').slice(0, 6).map(line)
  const visited = households().filter((one) => one.task === 'done').slice(0, 4).map((household) => ({ household, visited_on: '2026-11-12', could_not: null }))
  return {
    card: empty ? { ...card, visited: card.households } : card,
    profile: 'full', cancelled: false,
    stages: [{ title: '入户排查', ends: '2026-11-20', days_left: 2 }, { title: '整改提升', ends: '2026-11-30', days_left: 12 }],
    legal_basis: '云农领办发〔2026〕18号',
    waiting: empty ? [] : left, waiting_total: empty ? 0 : card.households - card.visited,
    visited, visited_total: empty ? card.households : card.visited,
  }
}
