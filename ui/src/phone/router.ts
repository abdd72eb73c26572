import { createRouter, createWebHashHistory } from 'vue-router'
import type { RouteRecordRaw } from 'vue-router'

import type { Phase } from '../bridge'
import { closeTopSheet } from './composables/useSheets'
import { useStatus } from './composables/useStatus'
import CampaignPage from './features/campaigns/CampaignPage.vue'
import EnrolPage from './features/enrol/EnrolPage.vue'
import FactsPage from './features/facts/FactsPage.vue'
import HouseholdPage from './features/households/HouseholdPage.vue'
import HouseholdsPage from './features/households/HouseholdsPage.vue'
import EntriesPage from './features/ledgers/EntriesPage.vue'
import EntryFormPage from './features/ledgers/EntryFormPage.vue'
import EntryPage from './features/ledgers/EntryPage.vue'
import LedgersPage from './features/ledgers/LedgersPage.vue'
import HandInPage from './features/me/HandInPage.vue'
import JournalPage from './features/me/JournalPage.vue'
import MePage from './features/me/MePage.vue'
import PinPage from './features/me/PinPage.vue'
import RescuePage from './features/me/RescuePage.vue'
import SetAsidePage from './features/me/SetAsidePage.vue'
import SettingsPage from './features/me/SettingsPage.vue'
import PolicyCardPage from './features/policies/PolicyCardPage.vue'
import PrintPage from './features/print/PrintPage.vue'
import HouseholdProblemsPage from './features/problems/HouseholdProblemsPage.vue'
import ProblemPage from './features/problems/ProblemPage.vue'
import ProblemsPage from './features/problems/ProblemsPage.vue'
import RaisePage from './features/problems/RaisePage.vue'
import BatchPage from './features/review/BatchPage.vue'
import BatchProgress from './features/review/BatchProgress.vue'
import CoveragePage from './features/review/CoveragePage.vue'
import QueuePage from './features/review/QueuePage.vue'
import ReviewFlow from './features/review/ReviewFlow.vue'
import ReviewVisitPage from './features/review/ReviewVisitPage.vue'
import TeamPage from './features/review/TeamPage.vue'
import TodayPage from './features/today/TodayPage.vue'
import UnlockPage from './features/unlock/UnlockPage.vue'
import OverviewPage from './features/visit/OverviewPage.vue'
import SealPage from './features/visit/SealPage.vue'
import SectionPage from './features/visit/SectionPage.vue'
import VisitPage from './features/visit/VisitPage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown with the tabs below. */
    tab?: boolean
    /** Shown before the phone is ready. */
    before?: boolean
  }
}

/** Pages load with the app: they come from the phone itself, and a chunk must never be missing. */
const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/today' },
  { path: '/enrol', component: EnrolPage, meta: { before: true } },
  { path: '/unlock', component: UnlockPage, meta: { before: true } },
  { path: '/today', component: TodayPage, meta: { tab: true } },
  { path: '/households', component: HouseholdsPage, meta: { tab: true } },
  { path: '/households/:id', component: HouseholdPage, props: true },
  { path: '/households/:id/facts', component: FactsPage, props: true },
  { path: '/households/:id/print', component: PrintPage, props: true },
  { path: '/households/:id/problems', component: HouseholdProblemsPage, props: true },
  { path: '/households/:id/problems/new', component: RaisePage, props: true },
  { path: '/villages/:area/problems/new', component: RaisePage, props: true },
  { path: '/campaigns/:id', component: CampaignPage, props: true },
  { path: '/policies', component: PolicyCardPage },
  { path: '/problems', component: ProblemsPage },
  { path: '/problems/:id', component: ProblemPage, props: true },
  { path: '/ledgers', component: LedgersPage },
  { path: '/ledgers/:ledger', component: EntriesPage, props: true },
  { path: '/entries/new', component: EntryFormPage },
  { path: '/entries/:id', component: EntryPage, props: true },
  { path: '/entries/:id/correct', component: EntryFormPage, props: true },
  { path: '/entries/:id/steps/:step', component: EntryFormPage, props: true },
  {
    path: '/visits/:id',
    component: VisitPage,
    props: true,
    children: [
      { path: '', component: OverviewPage },
      { path: 'sections/:section', component: SectionPage, props: true },
      { path: 'seal', component: SealPage },
    ],
  },
  { path: '/review', component: QueuePage, meta: { tab: true } },
  { path: '/review/batch', component: BatchPage },
  { path: '/review/batches/:id', component: BatchProgress, props: true },
  { path: '/review/flow', component: ReviewFlow },
  { path: '/review/team', component: TeamPage },
  { path: '/review/coverage/:part', component: CoveragePage, props: true },
  { path: '/review/visits/:id', component: ReviewVisitPage, props: true },
  { path: '/me', component: MePage, meta: { tab: true } },
  { path: '/me/journal', component: JournalPage },
  { path: '/me/set-aside', component: SetAsidePage },
  { path: '/me/hand-in', component: HandInPage },
  { path: '/me/settings', component: SettingsPage },
  { path: '/me/pin', component: PinPage },
  { path: '/me/rescue', component: RescuePage },
  { path: '/:rest(.*)*', redirect: '/today' },
]

/** The first screen of each phase. */
export function homeOf(phase: Phase): string {
  if (phase === 'new') return '/enrol'
  if (phase === 'locked') return '/unlock'
  return '/today'
}

/** Set by the phone's "back", before the router hears of it; screens that lead on do not set it. */
let goingBack = false
window.addEventListener('popstate', () => (goingBack = true))

export const router = createRouter({ history: createWebHashHistory(), routes })

router.beforeEach((to) => {
  const back = goingBack
  goingBack = false
  // "Back" closes what lies on top first.
  if (back && closeTopSheet()) return false
  const phase = useStatus().status.value?.phase
  if (!phase) return true
  const before = to.meta.before === true
  // A phone the county signed out enrols again, with everything on it.
  if (phase === 'ready') return before && to.query.again !== '1' ? '/today' : true
  return to.path === homeOf(phase) ? true : homeOf(phase)
})
