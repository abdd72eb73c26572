import type {
  BulkMoveForm, BulkMoved, BulkMovePreview, EvidencePage, HelperForm, HelperList, HelperSearch, HouseholdHelpers, PostForm, PostSaved, TermList, TermSearch, UnhelpedList, UnhelpedSearch, UpcomingList, UpcomingSearch,
  AsideContent, AsideExport, AsideForm, AsideList, AsidePage, AsideResult, AuditList, BatchList, BatchPage,
  CampaignForm, CampaignHouseholdList, CampaignHouseholdSearch, CampaignList, CampaignPage, CampaignScope, CampaignScopeForm,
  BundleList, BundleResult, ChecklistList, ChecklistPage, CodeSheet, OverlayCheck, ParamForm, ParamList, PublishForm, ConsoleMe, CountyKeyList, DecideForm, DeviceList, DeviceRow, DeviceSearch,
  EnrolmentCode, EntryList, EntryMoveForm, EntryPage, EntrySaveForm, EntrySearch, HouseholdBook, HouseholdList, HouseholdPage, HouseholdSearch, IdNumber, JobView, LedgerDefinition, Overview, PeopleList,
  PeopleSearch, TeamList, TeamSearch, PhotoMatch, PhotoMatchForm, PhotoMatchList, PhotoSettings, PhotoSettingsForm, PolicyCardPage, PolicyTextsForm, ProblemChoices, ProblemList, ProblemMoveForm, ProblemMoves,
  ProblemMovesForm, ProblemPage, ProblemSearch, RaiseProblemForm, ResolveFactForm, SignInForm, TownList, UnitForm, UnitList, VillageList, VisitList, VisitPage, WaitingList, WaitingSearch,
} from './api'
import { get, getPage, post } from './http'
import { upload } from './upload'

/** What the console can ask of the county, one function a question. */
const part = encodeURIComponent

export const signIn = (form: SignInForm) => post<ConsoleMe>('/sign-in', form)
export const signOut = () => post<void>('/sign-out')
export const loadMe = () => get<ConsoleMe>('/me')

export const loadOverview = (signal?: AbortSignal) => get<Overview>('/overview', {}, signal)
export const loadTowns = () => get<TownList>('/towns')

export const loadBatches = (query: { after?: string; state?: string }, signal?: AbortSignal) =>
  get<BatchList>('/batches', query, signal)
export const loadBatch = (id: string, signal?: AbortSignal) => get<BatchPage>(`/batches/${part(id)}`, {}, signal)
export const acceptClean = (id: string) => post<BatchPage>(`/batches/${part(id)}/accept-clean`)

export const loadVisits = (query: { after?: string; state?: string; town?: string }, signal?: AbortSignal) =>
  get<VisitList>('/visits', query, signal)
export const loadVisit = (id: string, signal?: AbortSignal) => get<VisitPage>(`/visits/${part(id)}`, {}, signal)
export const decide = (id: string, form: DecideForm) => post<VisitPage>(`/visits/${part(id)}/decide`, form)

export const loadCampaigns = (query: { after?: string }, signal?: AbortSignal) => get<CampaignList>('/campaigns', query, signal)
export const loadCampaign = (id: string, signal?: AbortSignal) => get<CampaignPage>(`/campaigns/${part(id)}`, {}, signal)
export const previewCampaign = (form: CampaignScopeForm, signal?: AbortSignal) => post<CampaignScope>('/campaigns/preview', form, signal)
export const makeCampaign = (form: CampaignForm) => post<CampaignPage>('/campaigns', form)
export const changeCampaign = (id: string, form: CampaignForm) => post<CampaignPage>(`/campaigns/${part(id)}/change`, form)
export const cancelCampaign = (id: string, version: number, reason: string) =>
  post<CampaignPage>(`/campaigns/${part(id)}/cancel`, { version, reason })
export const campaignLists = ['not_visited', 'visited', 'added'] as const
export type CampaignListName = (typeof campaignLists)[number]
export const loadCampaignHouseholds = (id: string, form: Partial<CampaignHouseholdSearch> & { show: CampaignListName }, signal?: AbortSignal) =>
  post<CampaignHouseholdList>(`/campaigns/${part(id)}/households`, form, signal)

export const loadPhotoMatches = (query: { after?: string; state?: string }, signal?: AbortSignal) =>
  get<PhotoMatchList>('/photo-matches', query, signal)
export const settlePhotoMatch = (id: number, form: PhotoMatchForm) =>
  post<PhotoMatch>(`/photo-matches/${id}/settle`, form)
export const loadPhotoSettings = (signal?: AbortSignal) => get<PhotoSettings>('/photo-settings', {}, signal)
export const savePhotoSettings = (form: PhotoSettingsForm) => post<PhotoSettings>('/photo-settings', form)

export const problemGroups = ['open', 'unassigned', 'overdue', 'to_verify', 'to_sign_off', 'closed', 'all'] as const
export type ProblemGroup = (typeof problemGroups)[number]
export const searchProblems = (form: Partial<ProblemSearch>, signal?: AbortSignal) =>
  post<ProblemList>('/problems/search', form, signal)
export const loadProblemChoices = (signal?: AbortSignal) => get<ProblemChoices>('/problems/choices', {}, signal)
export const loadProblem = (id: string, signal?: AbortSignal) => get<ProblemPage>(`/problems/${part(id)}`, {}, signal)
/** Photos before those of the page. */
export const loadEvidence = (id: string, after: string) => get<EvidencePage>(`/problems/${part(id)}/photos`, { after })
export const raiseProblem = (form: RaiseProblemForm) => post<ProblemPage>('/problems', form)
export const moveProblem = (id: string, form: ProblemMoveForm) => post<ProblemPage>(`/problems/${part(id)}/move`, form)
export const moveProblems = (form: ProblemMovesForm) => post<ProblemMoves>('/problems/moves', form)
export const loadUnits = (town: string, signal?: AbortSignal) => get<UnitList>('/units', { town }, signal)
export const saveUnit = (form: UnitForm) => post<UnitList>('/units', form)

export const entryGroups = ['open', 'overdue', 'settled', 'voided', 'all'] as const
export type EntryGroup = (typeof entryGroups)[number]
export const loadLedgers = (signal?: AbortSignal) => get<LedgerDefinition[]>('/ledgers', {}, signal)
export const searchEntries = (form: Partial<EntrySearch> & { ledger: string }, signal?: AbortSignal) =>
  post<EntryList>('/entries/search', form, signal)
export const loadEntry = (id: string, signal?: AbortSignal) => get<EntryPage>(`/entries/${part(id)}`, {}, signal)
export const saveEntry = (form: EntrySaveForm) => post<EntryPage>('/entries', form)
export const moveEntry = (id: string, form: EntryMoveForm) => post<EntryPage>(`/entries/${part(id)}/moves`, form)
/** A sheet for the village's notice board; that it was opened is in the audit log. */
export const loadNotice = (id: string, signal?: AbortSignal) => getPage(`/entries/${part(id)}/notice`, signal)
export const searchWaiting = (form: Partial<WaitingSearch>, signal?: AbortSignal) => post<WaitingList>('/entries/waiting', form, signal)
export const loadVillages = (signal?: AbortSignal) => get<VillageList>('/villages', {}, signal)

export const householdFilters = ['all', 'due', 'monitored', 'visited', 'contested'] as const
export type HouseholdFilter = (typeof householdFilters)[number]
/** What is typed into a search travels in a body: a name in an address would end up in logs. */
export const loadHouseholds = (form: Partial<HouseholdSearch> & { filter?: HouseholdFilter }, signal?: AbortSignal) =>
  post<HouseholdList>('/households/search', form, signal)
export const loadHousehold = (id: string, signal?: AbortSignal) =>
  get<HouseholdPage>(`/households/${part(id)}`, {}, signal)
export const loadHelpers = (id: string, signal?: AbortSignal) => get<HouseholdHelpers>(`/households/${part(id)}/helpers`, {}, signal)
export const changeHelpers = (id: string, form: HelperForm) => post<HouseholdHelpers>(`/households/${part(id)}/helpers`, form)
export const searchUnhelped = (form: Partial<UnhelpedSearch>, signal?: AbortSignal) => post<UnhelpedList>('/helpers/unhelped', form, signal)
export const helperGroups = ['all', 'under_quota', 'over_quota'] as const
export const searchHelpers = (form: Partial<HelperSearch> & { group: string }, signal?: AbortSignal) => post<HelperList>('/helpers/search', form, signal)
export const searchUpcoming = (form: Partial<UpcomingSearch>, signal?: AbortSignal) => post<UpcomingList>('/helpers/upcoming', form, signal)
export const searchTerms = (form: Partial<TermSearch> & { group: string }, signal?: AbortSignal) => post<TermList>('/helpers/terms', form, signal)
export const savePost = (person: string, form: PostForm) => post<PostSaved>(`/people/${part(person)}/post`, form)
export const previewMove = (form: BulkMoveForm) => post<BulkMovePreview>('/helpers/move-preview', form)
export const moveHouseholds = (form: BulkMoveForm) => post<BulkMoved>('/helpers/move', form)
/** For printing; each reading is in the audit log. */
export const readHouseholdBook = (id: string) => post<HouseholdBook>(`/households/${part(id)}/book`)
export const readHouseholdCodes = (village: string) => post<CodeSheet>('/household-codes', { village })
export const loadPolicyCard = (signal?: AbortSignal) => get<PolicyCardPage>('/policy-card', {}, signal)
export const savePolicyTexts = (form: PolicyTextsForm) => post<PolicyCardPage>('/policy-card', form)
export const resolveFact = (form: ResolveFactForm) => post<HouseholdPage>('/facts/resolve', form)
export const showIdNumber = (member: string) => post<IdNumber>(`/members/${part(member)}/id-number`)

export const loadTeams = (form: Partial<TeamSearch>, signal?: AbortSignal) => post<TeamList>('/teams/search', form, signal)

export const loadPeople = (form: Partial<PeopleSearch>, signal?: AbortSignal) =>
  post<PeopleList>('/people/search', form, signal)
export const makeEnrolmentCode = (person: string, hours: number | null = null) =>
  post<EnrolmentCode>('/enrolments', { person_id: person, hours })

export const loadBundles = (signal?: AbortSignal) => get<BundleList>('/bundles', {}, signal)
export const bringBundle = (file: Blob, progress: (part: number) => void, signal: AbortSignal) =>
  upload<BundleResult>('/bundles', file, progress, signal)

export interface AsideQuery { after?: string; disposition?: string; reason?: string; device?: string; days?: string }
export const loadAside = (query: AsideQuery, signal?: AbortSignal) => get<AsideList>('/aside', { ...query }, signal)
export const loadAsideChange = (id: string, signal?: AbortSignal) => get<AsidePage>(`/aside/${part(id)}`, {}, signal)
export const decideAside = (form: AsideForm) => post<AsideResult>('/aside-decisions', form)
export const showAsideContent = (id: string) => post<AsideContent>(`/aside/${part(id)}/content`)
export const exportAside = (id: string) => post<AsideExport>(`/aside/${part(id)}/export`)

export const loadDevices = (form: Partial<DeviceSearch>, signal?: AbortSignal) =>
  post<DeviceList>('/devices/search', form, signal)
export const revokeDevice = (id: string, reason: string) => post<DeviceRow>(`/devices/${part(id)}/revoke`, { reason })
export const loadChecklists = (signal?: AbortSignal) => get<ChecklistList>('/checklists', {}, signal)
export const loadChecklist = (version: string) => get<ChecklistPage>(`/checklists/${part(version)}`)
export const checkOverlay = (overlay: string) => post<OverlayCheck>('/checklists/check', { overlay })
export const publishOverlay = (form: PublishForm) => post<ChecklistList>('/checklists/publish', form)
export const loadParams = (signal?: AbortSignal) => get<ParamList>('/params', {}, signal)
export const addParam = (form: ParamForm) => post<ParamList>('/params', form)

export const loadJob = (id: string, signal?: AbortSignal) => get<JobView>(`/jobs/${part(id)}`, {}, signal)
export const stopJob = (id: string) => post<JobView>(`/jobs/${part(id)}/stop`)
/** Where a job's file is; the browser sends the session itself. */
export const jobFile = (id: string) => `/v1/console/jobs/${part(id)}/file`

export const loadAudit = (query: { after?: string }, signal?: AbortSignal) => get<AuditList>('/audit', query, signal)
export const loadKeys = (signal?: AbortSignal) => get<CountyKeyList>('/keys', {}, signal)
export const replaceKey = (reason: string) => post<CountyKeyList>('/keys/replace', { reason })
