import { createRouter, createWebHashHistory, type RouteLocationRaw } from 'vue-router'
import { session } from './session'
import { allWords } from './words'

const shell = () => import('./features/shell/ConsoleShell.vue')

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./features/sign-in/SignInPage.vue'), meta: { open: true, first: true } },
    // A sheet of paper: nothing of the shell is printed with it.
    { path: '/entries/:id/notice', name: 'entry-notice', props: true, component: () => import('./features/ledgers/NoticePage.vue') },
    {
      path: '/',
      component: shell,
      children: [
        { path: '', name: 'overview', component: () => import('./features/overview/OverviewPage.vue'), meta: { first: true } },
        { path: 'map', name: 'map', component: () => import('./features/map/MapPage.vue') },
        { path: 'batches', name: 'batches', component: () => import('./features/batches/BatchesPage.vue') },
        { path: 'batches/:id', name: 'batch', props: true, component: () => import('./features/batches/BatchPage.vue') },
        { path: 'visits', name: 'visits', component: () => import('./features/visits/VisitsPage.vue') },
        { path: 'photo-matches', name: 'photo-matches', component: () => import('./features/photos/PhotoMatchesPage.vue') },
        { path: 'photo-missing', name: 'photo-missing', component: () => import('./features/photos/MissingPhotosPage.vue') },
        { path: 'photo-unverified', name: 'photo-unverified', component: () => import('./features/photos/UnverifiedPhotosPage.vue') },
        { path: 'photo-settings', name: 'photo-settings', component: () => import('./features/photos/PhotoSettingsPage.vue') },
        { path: 'visits/:id', name: 'visit', props: true, component: () => import('./features/visits/VisitReviewPage.vue') },
        { path: 'problems', name: 'problems', component: () => import('./features/problems/ProblemsPage.vue') },
        { path: 'problems/:id', name: 'problem', props: true, component: () => import('./features/problems/ProblemPage.vue') },
        { path: 'spot-checks', name: 'spot-checks', component: () => import('./features/spots/SpotChecksPage.vue') },
        { path: 'spot-checks/:id', name: 'spot-check', props: true, component: () => import('./features/spots/SpotCheckPage.vue') },
        { path: 'spot-items/:id', name: 'spot-item', props: true, component: () => import('./features/spots/SpotItemPage.vue') },
        { path: 'campaigns', name: 'campaigns', component: () => import('./features/campaigns/CampaignsPage.vue') },
        { path: 'campaigns/:id', name: 'campaign', props: true, component: () => import('./features/campaigns/CampaignPage.vue') },
        { path: 'waiting', name: 'waiting', component: () => import('./features/ledgers/WaitingPage.vue') },
        { path: 'ledgers', name: 'ledgers', component: () => import('./features/ledgers/LedgersPage.vue') },
        { path: 'entries/:id', name: 'entry', props: true, component: () => import('./features/ledgers/EntryPage.vue') },
        { path: 'reports', name: 'reports', component: () => import('./features/reports/ReportsPage.vue') },
        { path: 'units', name: 'units', component: () => import('./features/units/UnitsPage.vue') },
        { path: 'households', name: 'households', component: () => import('./features/households/HouseholdsPage.vue') },
        { path: 'household-codes', name: 'household-codes', component: () => import('./features/print/CodesPage.vue') },
        { path: 'households/:id/print', name: 'household-print', props: true, component: () => import('./features/print/HouseholdPrintPage.vue') },
        { path: 'households/:id', name: 'household', props: true, component: () => import('./features/households/HouseholdPage.vue') },
        { path: 'assignments', name: 'assignments', component: () => import('./features/assignments/AssignmentsPage.vue') },
        { path: 'policies', name: 'policies', component: () => import('./features/policies/PolicyCardPage.vue') },
        { path: 'team-sync', name: 'team-sync', component: () => import('./features/team-sync/TeamSyncPage.vue') },
        { path: 'people', name: 'people', component: () => import('./features/people/PeoplePage.vue') },
        { path: 'people/:id', name: 'person', props: true, component: () => import('./features/people/PersonPage.vue') },
        { path: 'teams', name: 'teams', component: () => import('./features/teams/TeamsPage.vue') },
        { path: 'helping-units', name: 'helping-units', component: () => import('./features/helping-units/HelpingUnitsPage.vue') },
        { path: 'helping-units/:id', name: 'helping-unit', props: true, component: () => import('./features/helping-units/HelpingUnitPage.vue') },
        { path: 'devices', name: 'devices', component: () => import('./features/devices/DevicesPage.vue') },
        { path: 'aside', name: 'aside', component: () => import('./features/aside/AsidePage.vue') },
        { path: 'aside/:id', name: 'aside-change', props: true, component: () => import('./features/aside/AsideChangePage.vue') },
        { path: 'imports', name: 'imports', component: () => import('./features/imports/ImportsPage.vue') },
        { path: 'bundles', name: 'bundles', component: () => import('./features/bundles/BundlesPage.vue') },
        { path: 'audit', name: 'audit', component: () => import('./features/audit/AuditPage.vue') },
        { path: 'checklists', name: 'checklists', component: () => import('./features/checklists/ChecklistsPage.vue') },
        { path: 'params', name: 'params', component: () => import('./features/params/ParamsPage.vue') },
        { path: 'compliance', name: 'compliance', component: () => import('./features/compliance/CompliancePage.vue') },
        { path: 'backups', name: 'backups', component: () => import('./features/backups/BackupsPage.vue') },
        { path: 'keys', name: 'keys', component: () => import('./features/keys/KeysPage.vue') },
        { path: ':rest(.*)*', name: 'not-found', component: () => import('./features/shell/NotFoundPage.vue'), meta: { first: true } },
      ],
    },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

/** The sign-in page, keeping the way back. */
export function toSignIn(from: string, ended = false): RouteLocationRaw {
  const query: Record<string, string> = {}
  if (from !== '/' && !from.startsWith('/sign-in')) query.back = from
  if (ended && !from.startsWith('/sign-in')) query.ended = '1'
  return { name: 'sign-in', query }
}

// The words of all other pages come over the line beside the page; none is shown without them.
router.beforeEach((to) => {
  if (!to.meta.first) void allWords().catch(() => undefined)
})
router.beforeResolve(async (to) => {
  if (!to.meta.first) await allWords()
})

router.beforeEach(async (to) => {
  if (to.meta.open || session.me.value) return true
  try {
    await session.resume()
    return true
  } catch {
    return toSignIn(to.fullPath)
  }
})
