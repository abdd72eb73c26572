import type * as GeoJSON from 'geojson'
import type {
  AreaList, BoundaryCheck, MapHomes, MapHomesSearch, MapPage, MapSettings, MapSettingsForm,
  AuditSearch, BackupList, ComplianceForm, CompliancePage, EditHistory, FactForm, FactSaveForm, JobBegun, PersonFacts, PersonPage, PersonSignInMade, TeamForm, TeamList,
  HelpingUnitEndForm, HelpingUnitForm, HelpingUnitList, HelpingUnitPage, HelpingUnitSearch, LeaveForm, LeavePreview, MentorForm, UnitLinked,
  ReportAsk, ReportExport, ReportList, ReportRows,
  BulkMoveForm, BulkMoved, BulkMovePreview, EvidencePage, HelperForm, HelperList, HelperSearch, HouseholdHelpers, PostForm, PostSaved, TermList, TermSearch, UnhelpedList, UnhelpedSearch, UpcomingList, UpcomingSearch,
  AsideContent, AsideExport, AsideForm, AsideList, AsidePage, AsideResult, AuditList, BatchList, BatchPage,
  CampaignForm, CampaignHouseholdList, CampaignHouseholdSearch, CampaignList, CampaignPage, CampaignScope, CampaignScopeForm,
  BundleList, BundleResult, ChecklistList, ChecklistPage, CodeSheet, OverlayCheck, ParamForm, ParamList, PublishForm, ConsoleMe, CountyKeyList, DecideForm, DeviceList, DeviceRow, DeviceSearch,
  EnrolmentCode, EntryList, EntryMoveForm, EntryPage, EntrySaveForm, EntrySearch, HouseholdBook, HouseholdList, HouseholdPage, HouseholdSearch, IdNumber, ImportList, ImportPage, ImportStarted, JobView, LedgerDefinition, Overview, PeopleList,
  PeopleSearch, TeamSyncList, TeamSyncSearch, PhotoMatch, PhotoMatchForm, PhotoMatchList, PhotoDeskSearch, MissingPhotos, MissingVisitors, UnverifiedPhotos, PhotoSettings, PhotoSettingsForm, PolicyCardPage, PolicyTextsForm, ProblemChoices, ProblemList, ProblemMoveForm, ProblemMoves,
  ProblemLines, ProblemMovesForm, ProblemPage, ProblemSearch, RaiseProblemForm, ResolveFactForm, SavedFilterForm, SavedFilterList,
  SpotCheckList, SpotCheckPage, SpotForm, SpotItemList, SpotItemPage, SpotItemSearch, SpotPreview, SpotProblemForm, SpotProof, SpotResultForm, SignInForm, TownList, UnitForm, UnitList, VillageList, VisitList, VisitPage, WaitingList, WaitingSearch,
} from './api'
import { get, getPage, post } from './http'
import { upload } from './upload'

/** What the console can ask of the county, one function a question. */
const part = encodeURIComponent

export const signIn = (form: SignInForm) => post<ConsoleMe>('/sign-in', form)
export const signOut = () => post<void>('/sign-out')
export const loadMe = () => get<ConsoleMe>('/me')

export const loadOverview = (signal?: AbortSignal) => get<Overview>('/overview', {}, signal)
/** The villages of a town, as they stand on the overview. */
export const loadOverviewVillages = (town: string, signal?: AbortSignal) => get<AreaList>(`/overview/${part(town)}`, {}, signal)
export const loadMap = (signal?: AbortSignal) => get<MapPage>('/map', {}, signal)
export const loadBoundaries = (version: number, signal?: AbortSignal) => get<GeoJSON.FeatureCollection>(`/map/boundaries/${version}`, {}, signal)
export const datums = ['CGCS2000', 'WGS84', 'GCJ02'] as const
export type DatumName = (typeof datums)[number]
/** Looks at a file of boundaries; takes it in when asked to. */
export const bringBoundaries = (file: Blob, datum: DatumName, save: boolean, progress: (part: number) => void, signal: AbortSignal) =>
  upload<BoundaryCheck>(`/map/boundaries?datum=${datum}&save=${save}`, file, progress, signal)
export const takeBoundariesBack = (version: number) => post<MapPage>(`/map/boundaries/${version}/take-back`)
/** From close by each reading is in the audit log. */
export const loadMapHomes = (form: MapHomesSearch, signal?: AbortSignal) => post<MapHomes>('/map/households', form, signal)
export const loadMapSettings = (signal?: AbortSignal) => get<MapSettings>('/map/settings', {}, signal)
export const saveMapSettings = (form: MapSettingsForm) => post<MapSettings>('/map/settings', form)
export const loadTowns = () => get<TownList>('/towns')

export const loadBatches = (query: { after?: string; state?: string }, signal?: AbortSignal) =>
  get<BatchList>('/batches', query, signal)
export const loadBatch = (id: string, signal?: AbortSignal) => get<BatchPage>(`/batches/${part(id)}`, {}, signal)
export const acceptClean = (id: string) => post<BatchPage>(`/batches/${part(id)}/accept-clean`)

export const loadVisits = (query: { after?: string; state?: string; town?: string; village?: string; came?: string; accepted?: string; missing_photos?: string }, signal?: AbortSignal) =>
  get<VisitList>('/visits', query, signal)
export const loadVisit = (id: string, signal?: AbortSignal) => get<VisitPage>(`/visits/${part(id)}`, {}, signal)
export const decide = (id: string, form: DecideForm) => post<VisitPage>(`/visits/${part(id)}/decide`, form)

export const loadSpotChecks = (query: { after?: string }, signal?: AbortSignal) => get<SpotCheckList>('/spot-checks', query, signal)
export const previewSpotCheck = (form: SpotForm, signal?: AbortSignal) => post<SpotPreview>('/spot-checks/preview', form, signal)
export const drawSpotCheck = (form: SpotForm) => post<SpotCheckPage>('/spot-checks', form)
export const loadSpotCheck = (id: string, signal?: AbortSignal) => get<SpotCheckPage>(`/spot-checks/${part(id)}`, {}, signal)
export const cancelSpotCheck = (id: string, reason: string) => post<SpotCheckPage>(`/spot-checks/${part(id)}/cancel`, { reason })
export const proveSpotCheck = (id: string) => post<SpotProof>(`/spot-checks/${part(id)}/proof`)
export const spotGroups = ['all', 'waiting', 'checked', 'unreached', 'problem'] as const
export type SpotGroup = (typeof spotGroups)[number]
export const searchSpotItems = (id: string, form: Partial<SpotItemSearch>, signal?: AbortSignal) => post<SpotItemList>(`/spot-checks/${part(id)}/search`, form, signal)
export const loadSpotItem = (id: string, signal?: AbortSignal) => get<SpotItemPage>(`/spot-items/${part(id)}`, {}, signal)
export const saveSpotResult = (id: string, form: SpotResultForm) => post<SpotItemPage>(`/spot-items/${part(id)}/result`, form)
export const raiseSpotProblem = (id: string, form: SpotProblemForm) => post<SpotItemPage>(`/spot-items/${part(id)}/problem`, form)

export const searchMissingPhotos = (form: Partial<PhotoDeskSearch>, signal?: AbortSignal) => post<MissingPhotos>('/photo-desk/missing', form, signal)
export const searchMissingVisitors = (form: Partial<PhotoDeskSearch>, signal?: AbortSignal) => post<MissingVisitors>('/photo-desk/visitors', form, signal)
export const photoReasons = ['imported', 'no_location', 'clock_off', 'arriving'] as const
export type PhotoReason = (typeof photoReasons)[number]
export const searchUnverifiedPhotos = (form: Partial<PhotoDeskSearch>, signal?: AbortSignal) => post<UnverifiedPhotos>('/photo-desk/unverified', form, signal)

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

export const problemGroups = ['open', 'unassigned', 'under_way', 'overdue', 'to_verify', 'to_sign_off', 'closed', 'all'] as const
export type ProblemGroup = (typeof problemGroups)[number]
export const searchProblems = (form: Partial<ProblemSearch>, signal?: AbortSignal) =>
  post<ProblemList>('/problems/search', form, signal)
export const loadProblemChoices = (signal?: AbortSignal) => get<ProblemChoices>('/problems/choices', {}, signal)
export const loadProblem = (id: string, signal?: AbortSignal) => get<ProblemPage>(`/problems/${part(id)}`, {}, signal)
/** Photos before those of the page. */
export const loadEvidence = (id: string, after: string) => get<EvidencePage>(`/problems/${part(id)}/photos`, { after })
export const searchProblemLines = (form: Partial<ProblemSearch>, signal?: AbortSignal) => post<ProblemLines>('/problems/lines', form, signal)
export const loadProblemFilters = (signal?: AbortSignal) => get<SavedFilterList>('/problem-filters', {}, signal)
export const saveProblemFilter = (form: SavedFilterForm) => post<SavedFilterList>('/problem-filters', form)
export const deleteProblemFilter = (id: string) => post<SavedFilterList>(`/problem-filters/${part(id)}/delete`)
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

export const householdFilters = ['all', 'there', 'due', 'overdue', 'visited', 'approved', 'monitored', 'contested'] as const
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

export const searchTeamSync = (form: Partial<TeamSyncSearch>, signal?: AbortSignal) => post<TeamSyncList>('/team-sync/search', form, signal)

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
/** Rosters from files: looked through, written, taken back. Each answers the work it began. */
export const checkRoster = (file: Blob, progress: (part: number) => void, signal: AbortSignal) =>
  upload<ImportStarted>('/imports/check', file, progress, signal)
export const checkRosterAgain = (check: string) => post<ImportStarted>('/imports/check-again', { check_id: check })
export const confirmImport = (check: string) => post<ImportStarted>('/imports/confirm', { check_id: check })
export const loadImports = (signal?: AbortSignal) => get<ImportList>('/imports', {}, signal)
export const loadImport = (id: string, signal?: AbortSignal) => get<ImportPage>(`/imports/${part(id)}`, {}, signal)
export const undoImport = (id: string, reason: string) => post<ImportStarted>(`/imports/${part(id)}/undo`, { reason })

/** Where a job's file is; the browser sends the session itself. */
export const jobFile = (id: string) => `/v1/console/jobs/${part(id)}/file`

// Administration.
export const loadPerson = (id: string, signal?: AbortSignal) => get<PersonPage>(`/people/${part(id)}`, {}, signal)
export const makePerson = (wanted: PersonFacts) => post<PersonPage>('/people', { seen: null, wanted })
export const changePerson = (id: string, seen: PersonFacts, wanted: PersonFacts) => post<PersonPage>(`/people/${part(id)}`, { seen, wanted })
export const endPerson = (id: string, reason: string) => post<PersonPage>(`/people/${part(id)}/end`, { reason })
export const previewLeaving = (id: string, form: LeaveForm) => post<LeavePreview>(`/people/${part(id)}/leave-preview`, form)
export const leavePerson = (id: string, form: LeaveForm) => post<PersonPage>(`/people/${part(id)}/leave`, form)
export const stayPerson = (id: string) => post<PersonPage>(`/people/${part(id)}/stay`)
export const setMentor = (id: string, form: MentorForm) => post<PersonPage>(`/people/${part(id)}/mentor`, form)
export const bringBackPerson = (id: string) => post<PersonPage>(`/people/${part(id)}/bring-back`)
export const setPersonSignIn = (id: string, login: string) => post<PersonSignInMade>(`/people/${part(id)}/sign-in`, { login })
export const removePersonSignIn = (id: string) => post<PersonPage>(`/people/${part(id)}/sign-in/remove`)
export const resetTotp = (id: string) => post<PersonSignInMade>(`/people/${part(id)}/totp`)
export const loadTeams = (signal?: AbortSignal) => get<TeamList>('/teams', {}, signal)
export const saveTeam = (form: TeamForm) => post<TeamList>('/teams', form)
export const loadTeamHistory = (id: string, signal?: AbortSignal) => get<EditHistory>(`/teams/${part(id)}/history`, {}, signal)
export const searchHelpingUnits = (form: Partial<HelpingUnitSearch>, signal?: AbortSignal) => post<HelpingUnitList>('/helping-units/search', form, signal)
export const loadHelpingUnit = (id: string, signal?: AbortSignal) => get<HelpingUnitPage>(`/helping-units/${part(id)}`, {}, signal)
export const saveHelpingUnit = (form: HelpingUnitForm) => post<HelpingUnitPage>('/helping-units', form)
export const endHelpingUnit = (id: string, form: HelpingUnitEndForm) => post<HelpingUnitPage>(`/helping-units/${part(id)}/end`, form)
export const linkHelpingUnit = (id: string, unit: string) => post<UnitLinked>(`/helping-units/${part(id)}/link`, { unit })
export const loadCompliance = (signal?: AbortSignal) => get<CompliancePage>('/compliance', {}, signal)
export const turnCompliance = (form: ComplianceForm) => post<CompliancePage>('/compliance', form)
export const loadBackups = (signal?: AbortSignal) => get<BackupList>('/backups', {}, signal)
export const beginBackup = () => post<JobBegun>('/backups')
export const openFacts = (household: string) => post<FactForm>(`/households/${part(household)}/facts`)
export const saveFacts = (form: FactSaveForm) => post<HouseholdPage>('/facts/save', form)
export const loadFactHistory = (household: string, signal?: AbortSignal) => get<EditHistory>(`/households/${part(household)}/history`, {}, signal)
export const searchAudit = (form: Partial<AuditSearch>, signal?: AbortSignal) => post<AuditList>('/audit/search', form, signal)
export const exportAudit = (form: Partial<AuditSearch>) => post<JobBegun>('/audit/export', form)
export const loadReports = (signal?: AbortSignal) => get<ReportList>('/reports', {}, signal)
export const loadReportRows = (report: string, ask: ReportAsk, signal?: AbortSignal) => post<ReportRows>(`/reports/${part(report)}/rows`, ask, signal)
export type ReportMade = 'workbook' | 'behind' | 'document'
export const exportReport = (report: string, form: ReportExport & { made: ReportMade }) => post<JobView>(`/reports/${part(report)}/export`, form)

export const loadKeys = (signal?: AbortSignal) => get<CountyKeyList>('/keys', {}, signal)
export const replaceKey = (reason: string) => post<CountyKeyList>('/keys/replace', { reason })
