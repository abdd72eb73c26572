// Written by cargo test. Do not edit.

export type SignInForm = { login: string, password: string, 
/**
 * Six digits of the authenticator.
 */
totp: string, 
/**
 * His own, in the place of a one-time password.
 */
new_password?: string, };

export type ConsoleMe = { person_id: string, name: string, unit: string, county: string, 
/**
 * `captain`, `town_captain`, `county`, `administrator`.
 */
roles: Array<string>, };

/**
 * A code with its label, Chinese and English.
 */
export type Labelled = { code: string, zh: string, en: string, };

export type Overview = { 
/**
 * `YYYY-MM-DD`, Asia/Shanghai.
 */
date: string, 
/**
 * `2026-H2`.
 */
period: string, campaigns: Array<RunningCampaign>, problems: ProblemFigures, batches: BatchFigures, phones: PhoneFigures, today: TodayFigures, returned: number, accepted: number, photos_outstanding: number, visits_missing_photos: number, towns: Array<AreaRow>, 
/**
 * The last 14 days, oldest first.
 */
days: Array<DayRow>, 
/**
 * Changes held or in quarantine.
 */
aside: number, 
/**
 * Households with a fact two people say differently.
 */
contested: number, 
/**
 * Of the server's disk.
 */
room: Room, 
/**
 * Absent when the system does not say.
 */
free_bytes: number | null, 
/**
 * Those that are there.
 */
households: number, 
/**
 * With a counting visit of a helper this half-year; and one that is approved or further.
 */
visited_submitted: number, visited_approved: number, not_visited: number, 
/**
 * Not visited since the period before this one began, by the cadence of their group.
 */
overdue: number, 
/**
 * Open ones in the ledger.
 */
problems_open: number, problems_overdue: number, 
/**
 * Visits.
 */
waiting_captain: number, waiting_county: number, };

/**
 * Whether somebody should see to it.
 */
export type Room = "enough" | "low" | "no_photos";

export type TodayFigures = { visits: number, photos: number, batches: number, accepted: number, };

/**
 * What stands in a village, a town or the county.
 */
export type AreaFigures = { 
/**
 * Those that are there.
 */
households: number, 
/**
 * With a counting visit of a helper this half-year; and one that is approved or further.
 */
visited_submitted: number, visited_approved: number, not_visited: number, 
/**
 * Not visited since the period before this one began, by the cadence of their group.
 */
overdue: number, 
/**
 * Open ones in the ledger.
 */
problems_open: number, problems_overdue: number, 
/**
 * Visits.
 */
waiting_captain: number, waiting_county: number, };

/**
 * The villages of a town.
 */
export type AreaList = { areas: Array<AreaRow>, };

/**
 * A town or a village; in the order of codes.
 */
export type AreaRow = { 
/**
 * Nine or twelve digits.
 */
code: string, name: string, 
/**
 * Those that are there.
 */
households: number, 
/**
 * With a counting visit of a helper this half-year; and one that is approved or further.
 */
visited_submitted: number, visited_approved: number, not_visited: number, 
/**
 * Not visited since the period before this one began, by the cadence of their group.
 */
overdue: number, 
/**
 * Open ones in the ledger.
 */
problems_open: number, problems_overdue: number, 
/**
 * Visits.
 */
waiting_captain: number, waiting_county: number, };

/**
 * A campaign of today, as far as the person sees; households that came later are not in it.
 */
export type RunningCampaign = { campaign_id: string, title: string, 
/**
 * `YYYY-MM-DD`, the last day.
 */
ends: string, 
/**
 * Percent.
 */
required_coverage: number, households: number, visited_submitted: number, visited_approved: number, };

/**
 * Open problems: by who is to do something, and by days since they were found.
 */
export type ProblemFigures = { open: number, unassigned: number, 
/**
 * Somebody answers for them and has not reported yet.
 */
under_way: number, to_verify: number, to_sign_off: number, overdue: number, 
/**
 * Up to 7 days.
 */
week: number, 
/**
 * 8 to 15.
 */
fortnight: number, 
/**
 * 16 to 30.
 */
month: number, older: number, };

export type BatchFigures = { 
/**
 * Not answered to the end.
 */
waiting: number, 
/**
 * When the oldest of them came.
 */
oldest_ms: number | null, };

/**
 * Phones in use.
 */
export type PhoneFigures = { 
/**
 * Heard within 24 hours.
 */
day: number, 
/**
 * Within 7 days, those of the last day among them.
 */
week: number, 
/**
 * Not heard for longer.
 */
silent: number, };

export type MapPage = { 
/**
 * Absent until somebody brings boundaries.
 */
boundaries: BoundarySet | null, source: MapSource, 
/**
 * In the order of codes.
 */
villages: Array<MapVillage>, 
/**
 * Whether this person may see where households are.
 */
shows_homes: boolean, 
/**
 * Whether this person may bring boundaries and set the source.
 */
may_set: boolean, };

/**
 * Boundaries that hold.
 */
export type BoundarySet = { version: number, 
/**
 * The file was in: `WGS84`, `CGCS2000` or `GCJ02`. What is kept is WGS-84.
 */
datum: string, villages: number, 
/**
 * Of all villages, after what cannot be seen was left out.
 */
points: number, made_ms: number, made_by: string | null, 
/**
 * Whether others would hold in their place once they are taken back.
 */
has_before: boolean, };

/**
 * Where pictures of the land come from, as far as a browser is told.
 */
export type MapSource = { 
/**
 * `none`, `tiles` or `file`.
 */
kind: string, attribution: string, least_zoom: number, most_zoom: number, 
/**
 * Goes into addresses of tiles, so that none of another source is kept.
 */
version: number, };

export type MapVillage = { 
/**
 * Twelve digits.
 */
code: string, name: string, town: string, bounded: boolean, 
/**
 * The middle of its households, WGS-84; absent where no place of any is known.
 */
lat: number | null, lon: number | null, 
/**
 * Those that are there.
 */
households: number, 
/**
 * With a counting visit of a helper this half-year; and one that is approved or further.
 */
visited_submitted: number, visited_approved: number, not_visited: number, 
/**
 * Not visited since the period before this one began, by the cadence of their group.
 */
overdue: number, 
/**
 * Open ones in the ledger.
 */
problems_open: number, problems_overdue: number, 
/**
 * Visits.
 */
waiting_captain: number, waiting_county: number, };

/**
 * A file of boundaries beside the county's villages. Nothing was written unless `saved`.
 */
export type BoundaryCheck = { 
/**
 * Villages that would be drawn.
 */
villages: number, points: number, 
/**
 * Features that are no village of this county.
 */
unknown: Array<BoundaryUnknown>, 
/**
 * Features, by their place in the file, whose village another drew before.
 */
repeated: Array<number>, 
/**
 * Features whose name several villages have: they need a code.
 */
ambiguous: Array<number>, 
/**
 * Villages with households that the file does not draw.
 */
missing: Array<AreaName>, 
/**
 * A GeoJSON `FeatureCollection`, WGS-84, as it would be drawn.
 */
preview: string, saved: boolean, };

export type BoundaryUnknown = { 
/**
 * Its place in the file, from 1.
 */
number: number, 
/**
 * The code or name it says; empty where it says none.
 */
says: string, };

export type AreaName = { code: string, name: string, };

/**
 * The part of the map somebody looks at, WGS-84.
 */
export type MapHomesSearch = { west: number, south: number, east: number, north: number, zoom: number, };

/**
 * Households together; each by itself only when one looks closely.
 */
export type MapHomes = { clusters: Array<MapCluster>, };

export type MapCluster = { lat: number, lon: number, households: number, 
/**
 * Of a single one, shown closely.
 */
household_id: string | null, number: string | null, };

/**
 * What an administrator sees of the source; the key stays where it is.
 */
export type MapSettings = { 
/**
 * `none`, `tiles` or `file`.
 */
kind: string, template: string, has_key: boolean, attribution: string, least_zoom: number, most_zoom: number, 
/**
 * Whether `map.pmtiles` lies beside the county's database.
 */
file_is_there: boolean, set_ms: number | null, };

export type MapSettingsForm = { kind: string, template: string, 
/**
 * Absent or empty: the one there is stays, as long as the address stays.
 */
key: string | null, attribution: string, least_zoom: number, most_zoom: number, };

/**
 * The towns a person sees, to choose from.
 */
export type TownList = { towns: Array<TownName>, };

export type TownName = { 
/**
 * Nine digits.
 */
code: string, name: string, };

export type DayRow = { date: string, visits: number, accepted: number, };

export type JobView = { job_id: string, 
/**
 * `report`, `import_check`, `import`, `import_undo`, `backup`.
 */
kind: string, 
/**
 * `running`, `done`, `failed`, `stopped`.
 */
state: string, done: number, 
/**
 * 0 while nobody knows.
 */
total: number, begun_ms: number, ended_ms: number | null, 
/**
 * Why it failed.
 */
code: string | null, 
/**
 * Of the kind's own shape.
 */
result: unknown, 
/**
 * What it made, to be fetched from `/v1/console/jobs/{job}/file`, for a day.
 */
file: JobFile | null, };

export type JobFile = { name: string, bytes: number, };

export type TeamSyncSearch = { 
/**
 * Part of a village's or town's name.
 */
text?: string, after?: string, };

export type TeamSyncList = { 
/**
 * By village.
 */
teams: Array<TeamSync>, next: string | null, };

export type TeamSync = { team_id: string, village: string, town: string, 
/**
 * Names of the town's captains.
 */
reviewers: Array<string>, 
/**
 * By name.
 */
members: Array<TeamSyncMember>, };

export type TeamSyncMember = { person_id: string, name: string, unit: string, captain: boolean, 
/**
 * Phones in use.
 */
phones: number, 
/**
 * Absent when no phone of his was ever heard.
 */
contact_ms: number | null, 
/**
 * Absent when none of them ever said what it still has.
 */
reported: TeamSyncReport | null, 
/**
 * Photos of his visits that the county waits for.
 */
photos_missing: number, 
/**
 * Visits of his that no captain has decided.
 */
to_review: number, };

/**
 * What a person's phones said they still have.
 */
export type TeamSyncReport = { visits: number, changes: number, photos: number, at_ms: number, };

/**
 * Work that was begun.
 */
export type ImportStarted = { job_id: string, };

export type ImportConfirmForm = { 
/**
 * The job that looked the file through.
 */
check_id: string, };

export type ImportUndoForm = { reason: string, };

export type ImportList = { 
/**
 * The newest first.
 */
imports: Array<ImportRow>, 
/**
 * One's own work under way, so that a page opened again finds it.
 */
job: JobView | null, };

export type ImportRow = { import_id: string, person_name: string, 
/**
 * `household`, `member`.
 */
kind: string, 
/**
 * `running`, `done`, `stopped`, `failed`, `undoing`, `undone`, `undo_stopped`.
 */
state: string, 
/**
 * Of the file.
 */
rows: number, seen: number, counts: ImportCounts, begun_ms: number, ended_ms: number | null, undone_by: string | null, undone_ms: number | null, undo_reason: string | null, 
/**
 * Records that were taken back, and that stay as they are.
 */
back: number, stays: number, 
/**
 * SHA-256 of the file.
 */
digest: string | null, 
/**
 * The last day on which it can be taken back.
 */
until: string, 
/**
 * That day has passed: nothing of what it changed is kept any more.
 */
is_over: boolean, };

export type ImportPage = { import: ImportRow, stays: Array<ImportStays>, };

/**
 * A record that an undone import still shows.
 */
export type ImportStays = { 
/**
 * Of the file.
 */
row: number, 
/**
 * `household`, `member`.
 */
kind: string, 
/**
 * 户编号 or 人口编号.
 */
number: string, household_id: string, 
/**
 * `used`, `changed_since`, `gone`.
 */
reason: string, };

/**
 * What an import did so far.
 */
export type ImportCounts = { added: number, changed: number, unchanged: number, 
/**
 * Of those that change: facts people corrected and of which the roster says something else.
 */
contested: number, refused: number, };

/**
 * What came of it, as the job keeps it for a day.
 */
export type ImportChecked = { kind: string, sheet: string, header_row: number, columns: Array<ImportColumn>, 
/**
 * Labels of columns without which nothing can be taken.
 */
missing: Array<string>, 
/**
 * Other sheets: their name, and why they were not looked at.
 */
others: Array<ImportSheet>, rows: number, hidden_rows: number, merged_cells: number, counts: ImportCounts, 
/**
 * Rows with a notice that are taken.
 */
noticed: number, tallies: Array<ImportTally>, problems: Array<ImportProblem>, 
/**
 * Of the roster when this was worked out.
 */
edition: number, 
/**
 * SHA-256 of the file.
 */
digest: string, };

export type ImportColumn = { 
/**
 * `A`, `B` …
 */
letter: string, label: string, 
/**
 * The label the column has in the alias table; `None` for one nobody knows.
 */
known: string | null, };

export type ImportSheet = { name: string, 
/**
 * `hidden`, `header` (it has a table of its own), `other`.
 */
why: string, };

/**
 * How often a problem was met.
 */
export type ImportTally = { code: string, 
/**
 * `error`, `notice`.
 */
level: string, count: number, };

export type ImportProblem = { row: number, letter: string | null, label: string | null, level: string, code: string, };

export type ReportList = { 
/**
 * In the order of the county's rules.
 */
reports: Array<ReportView>, 
/**
 * `YYYY-MM-DD`.
 */
today: string, 
/**
 * The person's own exports of the last day, the newest first.
 */
exports: Array<JobView>, 
/**
 * Whether the signed-in person may switch on what is off.
 */
may_switch: boolean, };

export type ReportView = { report: Labelled, 
/**
 * `week`, `month`, `quarter`, `half_year`, `year`: what it is about, unless days are chosen.
 */
span: string, columns: Array<ReportColumn>, sheets: Array<ReportSheet>, 
/**
 * The list behind one of its figures.
 */
behind: ReportBehind | null, 
/**
 * What may be left out: `open`, `overdue`, `closed`, `approved`, `waiting`.
 */
groups: Array<string>, 
/**
 * `ranking` or `attendance`: what has to be switched on for it.
 */
switch: string | null, is_on: boolean, 
/**
 * Also made as a document.
 */
document: boolean, of_campaign: boolean, };

export type ReportColumn = { zh: string, en: string, 
/**
 * `text`, `number`, `date`, `percent`.
 */
kind: string, };

/**
 * A sheet of the workbook: which of the columns it shows.
 */
export type ReportSheet = { zh: string, en: string, columns: Array<number>, };

export type ReportBehind = { zh: string, en: string, columns: Array<ReportColumn>, };

/**
 * What to see of a report.
 */
export type ReportAsk = { 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * The last day, included.
 */
to: string, 
/**
 * Nine digits.
 */
town: string | null, 
/**
 * Twelve digits.
 */
village: string | null, campaign_id: string | null, group: string | null, 
/**
 * The list behind the figure instead.
 */
behind: boolean, after: string | null, 
/**
 * What people write themselves: 典型做法.
 */
practice: string | null, 
/**
 * 下周安排.
 */
plans: string | null, };

/**
 * A page of rows; `next` goes back as `after`.
 */
export type ReportRows = { 
/**
 * In the order of the columns; a share is 0 to 1.
 */
rows: (string | number | null)[][], 
/**
 * Absent where that is only known at the end.
 */
total: number | null, next: string | null, };

export type ReportExport = { ask: ReportAsk, 
/**
 * `workbook`, `behind`, `document`.
 */
made: string, };

/**
 * What became of a bundle that was brought to the console.
 */
export type BundleResult = { 
/**
 * Absent when nothing in the file was a bundle of this county.
 */
bundle_id: string | null, person_name: string, made_ms: number | null, 
/**
 * Parts of which the county now holds everything.
 */
parts: number, 
/**
 * Parts that could not be taken in, and stretches of the file that are no part.
 */
parts_lost: number, changes_new: number, changes_known: number, changes_aside: number, photos_new: number, photos_known: number, 
/**
 * Why not everything was taken in; absent when it was.
 */
code: string | null, };

export type BundleList = { bundles: Array<BundleRow>, };

/**
 * A bundle of which at least a part came.
 */
export type BundleRow = { bundle_id: string, 
/**
 * Whose work it is.
 */
person_name: string, made_ms: number, received_ms: number, 
/**
 * Who brought it; the same person when the phone carried its own.
 */
via_name: string, 
/**
 * Brought to the console rather than by a phone.
 */
via_console: boolean, parts: number, 
/**
 * How many it has, once the last one came.
 */
parts_all: number | null, changes_new: number, changes_known: number, changes_aside: number, photos_new: number, photos_known: number, };

/**
 * A page of rows; `next` goes back as `after`.
 */
export type BatchList = { batches: Array<BatchRow>, next: string | null, };

export type BatchRow = { batch_id: string, 
/**
 * A code of `batch_state`.
 */
state: Labelled, town: string, village: string, sender_name: string, visits: number, waiting: number, accepted: number, returned: number, problems: number, photos_outstanding: number, sent_ms: number, received_ms: number, };

export type BatchPage = { batch: BatchRow, manifest_sha256: string, visits: Array<VisitRow>, };

export type VisitList = { visits: Array<VisitRow>, next: string | null, };

export type VisitRow = { visit_id: string, revision: number, 
/**
 * A name of the review states.
 */
state: string, household_id: string, head_name: string, town: string, village: string, visitor_name: string, ended_ms: number, received_ms: number, problems: number, photos: number, photos_verified: number, 
/**
 * `no_location`, `location_far`, `clock_off`, `late`, `imported_photo`, `no_photo`, `rules_differ`, `photo_repeated` …
 */
flags: Array<string>, };

/**
 * A visit whole, for review.
 */
export type VisitPage = { visit: VisitRow, household: HouseholdRow, profile: string, template_version: string, 
/**
 * By the county's reckoning, like every time here.
 */
started_ms: number, time: VisitTime, location: VisitLocation | null, location_missing: string | null, photo_waiver: string | null, sections: Array<AnsweredSection>, photos: Array<VisitPhoto>, problems: Array<VisitProblem>, conclusions: Array<Conclusion>, reviews: Array<ReviewRow>, batch_id: string | null, 
/**
 * What the signed-in person may do now: `accept`, `return`, `revoke`, `approve`, `void`.
 */
moves: Array<string>, 
/**
 * Codes of `return_reason`.
 */
return_reasons: Array<Labelled>, digest: string, server_sequence: number, };

/**
 * When the visit ended, and how well that is known.
 */
export type VisitTime = { ended_ms: number, 
/**
 * It ended this much earlier or later at most; absent for visits from before this was kept.
 */
error_ms: number | null, 
/**
 * `contact`, `offset` or `wall`.
 */
basis: string | null, 
/**
 * How far the phone's clock was ahead of the county's.
 */
wall_off_ms: number | null, };

export type VisitLocation = { lat: number, lon: number, accuracy_m: number, provider: string, mock: string, 
/**
 * From the household's known place.
 */
distance_m: number | null, };

export type AnsweredSection = { code: string, zh: string, en: string, groups: Array<AnsweredGroup>, };

export type AnsweredGroup = { member_id: string | null, member_name: string | null, answers: Array<AnsweredItem>, };

export type AnsweredItem = { item: string, zh: string, en: string, 
/**
 * The answer in words.
 */
answer_zh: string, answer_en: string, unchanged: boolean, 
/**
 * The answer of the visit before, when it differs.
 */
before_zh: string | null, before_en: string | null, 
/**
 * Raised a problem.
 */
raised: boolean, };

export type VisitPhoto = { photo_id: string, kind: Labelled, item: string, sha256: string, verified: boolean, taken_ms: number, imported: boolean, exif: VisitPhotoExif | null, width: number, height: number, 
/**
 * Other photos that may be the same one, the nearest first.
 */
matches: Array<PhotoMatch>, };

/**
 * What an imported file's own metadata claims. Shown, never trusted.
 */
export type VisitPhotoExif = { 
/**
 * Local time as its maker wrote it: `2026-11-22T09:56:00`, perhaps with an offset.
 */
time: string | null, lat: number | null, lon: number | null, 
/**
 * From where the phone added the photo, when both are known.
 */
distance_m: number | null, };

/**
 * A page of pairs, exact ones first, then the nearest.
 */
export type PhotoMatchList = { matches: Array<PhotoMatch>, next: string | null, open: number, settled: number, };

/**
 * Two photos that may be one.
 */
export type PhotoMatch = { match_id: number, 
/**
 * `exact`, `alike`, or `look`: near enough for a person to look.
 */
kind: string, 
/**
 * Of 128 bits.
 */
distance: number, 
/**
 * `as_taken`, `turned` or `mirrored`.
 */
turned: string, found_ms: number, 
/**
 * `open`, `fair` or `reused`.
 */
outcome: string, reason: string, settled_by: string | null, settled_ms: number | null, 
/**
 * Whether the signed-in person may settle it.
 */
may_settle: boolean, 
/**
 * What the two have in common; absent where one is outside the person's scope.
 */
facts: MatchFacts | null, later: MatchedPhoto, earlier: MatchedPhoto, };

export type MatchFacts = { same_household: boolean, same_visitor: boolean, 
/**
 * In China.
 */
same_day: boolean, same_village: boolean, 
/**
 * Metres between where the phones were; absent where one did not know.
 */
apart_m: number | null, };

export type MatchedPhoto = { photo_id: string, 
/**
 * As the phone says; absent outside the person's scope, and where the visit dropped it.
 */
taken_ms: number | null, 
/**
 * Absent outside the person's scope, as is everything but the town.
 */
sha256: string | null, visit: VisitRow | null, town: string, 
/**
 * Whether the visit as it stands still has this photo.
 */
is_kept: boolean, };

export type PhotoMatchForm = { 
/**
 * What was on the screen: `open`, `fair` or `reused`. Anything else by now is refused as stale.
 */
seen: string, 
/**
 * `fair` or `reused`.
 */
outcome: string, reason: string, };

/**
 * Which visits the photo desk lists; everything absent is everything.
 */
export type PhotoDeskSearch = { 
/**
 * Nine digits.
 */
town: string | null, visitor_id: string | null, 
/**
 * `imported`, `no_location`, `clock_off` or `arriving`; of those not verified.
 */
reason: string | null, after: string | null, };

/**
 * Visits that announced photos the county does not have, the longest waiting first.
 */
export type MissingPhotos = { rows: Array<MissingVisit>, next: string | null, 
/**
 * With the first page only.
 */
counts: MissingCounts | null, };

/**
 * Of the whole search.
 */
export type MissingCounts = { visits: number, photos: number, };

export type MissingVisit = { visit: VisitRow, missing: number, 
/**
 * Of those, begun and not whole yet.
 */
arriving: number, };

/**
 * The same by visitor, the longest waiting first.
 */
export type MissingVisitors = { rows: Array<MissingVisitor>, next: string | null, };

export type MissingVisitor = { person_id: string, name: string, unit: string, visits: number, missing: number, 
/**
 * The first of these visits came then.
 */
since_ms: number, 
/**
 * One of the person's phones was last heard of then.
 */
contact_ms: number | null, };

/**
 * Visits whose photos prove less than they could, the newest first.
 */
export type UnverifiedPhotos = { rows: Array<UnverifiedVisit>, next: string | null, 
/**
 * With the first page only.
 */
counts: UnverifiedCounts | null, };

/**
 * Visits by reason, with the other conditions as asked.
 */
export type UnverifiedCounts = { imported: number, no_location: number, clock_off: number, 
/**
 * Begun and not whole yet: nobody has hashed it again.
 */
arriving: number, };

export type UnverifiedVisit = { visit: VisitRow, 
/**
 * How far the phone's clock was ahead of the county's.
 */
wall_off_ms: number | null, photos: Array<DeskPhoto>, };

export type DeskPhoto = { photo_id: string, 
/**
 * A code of `photo_kind`.
 */
kind: Labelled, sha256: string, 
/**
 * The county has it and hashed it again.
 */
here: boolean, imported: boolean, 
/**
 * It knows where it was taken.
 */
located: boolean, taken_ms: number, };

/**
 * What the county asks of photos; phones hear of it with their next pull.
 */
export type PhotoSettings = { 
/**
 * Size a photo aims at.
 */
budget_kb: number, least_kb: number, most_kb: number, 
/**
 * Whether photos may be picked from the phone's gallery: turned on with its legal basis, elsewhere.
 */
gallery: boolean, 
/**
 * Absent while the defaults stand.
 */
set_ms: number | null, set_by: string | null, };

export type PhotoSettingsForm = { budget_kb: number, };

/**
 * Every version there was, newest first.
 */
export type ChecklistList = { 
/**
 * The base overlays are laid over now.
 */
base: string, in_force: string, 
/**
 * What the next overlay may be called.
 */
next: string, 
/**
 * `YYYY-MM-DD`.
 */
today: string, versions: Array<ChecklistVersion>, };

export type ChecklistVersion = { version: string, base: string, is_base: boolean, 
/**
 * First day visits are begun under it.
 */
from: string, 
/**
 * `in_force`, `future` or `replaced`.
 */
state: string, note: string, published_ms: number, published_by: string | null, 
/**
 * What a visit asks, at most.
 */
items: number, };

/**
 * An overlay as it is written.
 */
export type OverlayForm = { overlay: string, };

export type PublishForm = { overlay: string, 
/**
 * `YYYY-MM-DD`, today or later.
 */
from: string, note: string, };

/**
 * What is wrong with an overlay, or what a phone would show.
 */
export type OverlayCheck = { 
/**
 * Absent while anything is wrong.
 */
version: string | null, faults: Array<OverlayFault>, sections: Array<FormSection>, };

export type OverlayFault = { 
/**
 * Within the overlay, such as `sections[3].items[2].min`.
 */
path: string, code: string, zh: string, en: string, };

/**
 * A version whole.
 */
export type ChecklistPage = { version: ChecklistVersion, 
/**
 * As the county wrote it; absent for a base.
 */
overlay: string | null, sections: Array<FormSection>, };

export type FormSection = { code: string, zh: string, en: string, 
/**
 * `visit`, `household` or `member`.
 */
scope: string, 
/**
 * `same`, `new`, `changed` or `hidden`, beside the base.
 */
change: string, 
/**
 * The kinds of visit that ask it: `full`, `routine`, `four_ones`.
 */
profiles: Array<string>, items: Array<FormItem>, };

export type FormItem = { code: string, zh: string, en: string, 
/**
 * The kind of answer, such as `yes_no`.
 */
kind: string, required: boolean, 
/**
 * Shown only after certain answers.
 */
conditional: boolean, 
/**
 * As in [`FormSection`].
 */
change: string, options: Array<Labelled>, min: string | null, max: string | null, };

export type CampaignList = { 
/**
 * The newest first.
 */
campaigns: Array<CampaignRow>, next: string | null, 
/**
 * County staff and administrators make and change campaigns.
 */
may_edit: boolean, 
/**
 * What a form offers.
 */
profiles: Array<Labelled>, 
/**
 * `YYYY-MM-DD`, Asia/Shanghai.
 */
today: string, };

export type CampaignRow = { campaign_id: string, title: string, 
/**
 * First day, `YYYY-MM-DD`.
 */
starts: string, 
/**
 * Last day.
 */
ends: string, 
/**
 * `upcoming`, `running`, `ended` or `cancelled`.
 */
state: string, 
/**
 * Running: days to the last one, today not counted. Upcoming: days to the first.
 */
days_left: number | null, profile: Labelled, 
/**
 * Percent.
 */
required_coverage: number, 
/**
 * As far as the signed-in person sees.
 */
coverage: CampaignCoverage, };

/**
 * Figures of a campaign over an area. Visits count once a household, by whoever, at the dwelling,
 * within the campaign's days, of a kind that fulfils it.
 */
export type CampaignCoverage = { 
/**
 * 应访户, frozen on the first day; those that ended since are left out.
 */
households: number, 
/**
 * 已提交: visited, the visit not voided.
 */
submitted: number, 
/**
 * 已审核: the captain approved it, or further.
 */
approved: number, 
/**
 * 未访户.
 */
not_visited: number, 
/**
 * 逾期未访: not visited, and the last day is over.
 */
overdue: number, 
/**
 * 应访人: members of the households who are there.
 */
people: number, 
/**
 * 已查人: those of visited households.
 */
people_visited: number, 
/**
 * 覆盖率, whole percent rounded down: 100 means all.
 */
percent: number, 
/**
 * Households that came into the scope later, in none of the figures above.
 */
added: number, added_submitted: number, };

export type CampaignPage = { campaign: CampaignRow, 
/**
 * A change names the version it saw.
 */
version: number, legal_basis: string, stages: Array<CampaignStage>, 
/**
 * Towns and villages it is limited to; empty: the whole county.
 */
areas: Array<CampaignArea>, 
/**
 * `monitored`, `exited`, `general`; empty: all.
 */
groups: Array<string>, 
/**
 * When its households were written down; absent: they are counted as they are now.
 */
frozen_ms: number | null, made_ms: number, made_by: string, cancelled_ms: number | null, cancelled_by: string | null, cancel_reason: string | null, towns: Array<CampaignTown>, 
/**
 * May change and cancel it.
 */
may_edit: boolean, 
/**
 * What a form offers.
 */
profiles: Array<Labelled>, today: string, };

export type CampaignStage = { title: string, 
/**
 * Last day, `YYYY-MM-DD`.
 */
ends: string, };

export type CampaignArea = { 
/**
 * Nine digits of a town, twelve of a village.
 */
code: string, 
/**
 * A village's with its town.
 */
name: string, };

export type CampaignTown = { code: string, name: string, 
/**
 * 责任人: the town's captain.
 */
responsible: Array<string>, coverage: CampaignCoverage, villages: Array<CampaignVillage>, };

export type CampaignVillage = { code: string, name: string, 
/**
 * 责任人: the village's captain.
 */
responsible: Array<string>, coverage: CampaignCoverage, };

/**
 * A new campaign, or a campaign as it is to be.
 */
export type CampaignForm = { 
/**
 * The version a change saw; of a new one nothing.
 */
version: number | null, title: string, starts: string, ends: string, areas: Array<string>, groups: Array<string>, 
/**
 * `full`, `routine` or `four_ones`.
 */
profile: string, 
/**
 * 1 to 100.
 */
required_coverage: number, stages: Array<CampaignStage>, legal_basis: string, };

export type CampaignCancelForm = { version: number, reason: string, };

/**
 * Whom a campaign would concern today.
 */
export type CampaignScopeForm = { areas: Array<string>, groups: Array<string>, };

export type CampaignScope = { households: number, towns: Array<CampaignScopeTown>, };

export type CampaignScopeTown = { code: string, name: string, households: number, };

export type CampaignHouseholdSearch = { 
/**
 * The household shown last.
 */
after: string | null, 
/**
 * A town or village; absent: all.
 */
area: string | null, 
/**
 * `not_visited`, `visited` or `added`.
 */
show: string, };

export type CampaignHouseholdList = { households: Array<CampaignHousehold>, next: string | null, 
/**
 * Of the whole list, not the page.
 */
total: number, };

export type CampaignHousehold = { household_id: string, number: string, head_name: string, town: string, village: string, 
/**
 * `monitored`, `exited` or `general`, as it is today.
 */
group: string, 
/**
 * 责任人: who helps it.
 */
helper_name: string | null, 
/**
 * The visit that counts; the last one where there are several.
 */
visit_id: string | null, visited_ms: number | null, visit_state: string | null, 
/**
 * When somebody last wrote down why it could not be visited, and why.
 */
hindered_on: string | null, hindered_by: Labelled | null, };

/**
 * Every parameter there is, with its values over time.
 */
export type ParamList = { today: string, params: Array<ParamRow>, lacking: Array<ParamLacking>, };

export type ParamRow = { key: string, zh: string, en: string, unit_zh: string | null, unit_en: string | null, 
/**
 * `number`, `option`, `month_day` or `text`.
 */
kind: string, min: number | null, max: number | null, max_length: number | null, options: Array<Labelled>, 
/**
 * In force today; absent where nobody has said.
 */
now: string | null, 
/**
 * What is in force is the default.
 */
by_default: boolean, 
/**
 * What the county set, the value that begins last first.
 */
values: Array<ParamDated>, };

export type ParamDated = { value: string, 
/**
 * `YYYY-MM-DD`; absent for since ever.
 */
from: string | null, 
/**
 * `in_force`, `future`, `past`, or `corrected`: another value begins on the same day.
 */
state: string, 
/**
 * The legal basis, in words.
 */
basis: string, 
/**
 * Absent for what was there before values had days.
 */
set_ms: number | null, set_by: string | null, };

/**
 * Rules that do not fire, for want of a parameter.
 */
export type ParamLacking = { key: string, rules: Array<Labelled>, };

export type ParamForm = { key: string, value: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, basis: string, };

/**
 * One household's book. Masked as DOMAIN §3.1 says for the person who prints it: printing is
 * showing, to whoever picks up the paper.
 */
export type HouseholdBook = { household_id: string, number: string, county: string, town: string, village: string, group: string, head_name: string, printed_ms: number, printed_by: string, base_type: Labelled, category: Labelled | null, 
/**
 * `YYYYMM`.
 */
monitor_since: string | null, 
/**
 * Without those that tell of health, but for the household's own helper.
 */
risks: Array<Labelled>, 
/**
 * How many more there are.
 */
risks_hidden: number, risk_eliminated: boolean, welfare: Array<Labelled>, relocated: boolean, no_labor: boolean, size: number, address: string | null, phone_masked: string | null, net_income_fen: number | null, percap_fen: number | null, members: Array<BookMember>, 
/**
 * Whether health stands with each member; otherwise only how many are concerned.
 */
shows_health: boolean, members_ill: number, helpers: Array<BookPerson>, captain: BookPerson | null, visits: Array<VisitRow>, problems: Array<BookProblem>, 
/**
 * Plan and tasks, measures, good deeds, income: the newest first, none that was taken out.
 */
entries: Array<EntryRow>, };

export type BookMember = { name: string, relation: string, gender: Labelled, 
/**
 * Full years on the day of printing; absent when the day of birth is not known.
 */
age: number | null, id_number_masked: string, education: Labelled | null, school: Labelled | null, 
/**
 * Empty unless the book shows health.
 */
health: Array<Labelled>, labor: Labelled | null, work: Labelled | null, work_months: number, active: boolean, };

/**
 * Somebody a household can turn to.
 */
export type BookPerson = { name: string, unit: string, phone: string | null, primary: boolean, 
/**
 * `YYYY-MM-DD`; empty for a captain.
 */
from: string, };

export type BookProblem = { number: string | null, title: string, state: Labelled, unit: string, found_ms: number, 
/**
 * `YYYY-MM-DD`.
 */
due: string | null, closed_ms: number | null, };

/**
 * Villages whose sheets the person may print.
 */
export type VillageList = { villages: Array<VillageName>, };

export type VillageName = { 
/**
 * Twelve digits.
 */
code: string, town: string, name: string, households: number, };

export type CodeSheetForm = { 
/**
 * Twelve digits.
 */
village: string, };

/**
 * 户码 of a village: what hangs at a door names nobody in full.
 */
export type CodeSheet = { county: string, town: string, village: string, codes: Array<HouseholdCode>, };

export type HouseholdCode = { household_id: string, head_masked: string, number_tail: string, group: string, };

export type PolicyCardPage = { policies: Array<PolicyLine>, 
/**
 * Letters a text may have.
 */
most_chars: number, 
/**
 * Whether the signed-in person may fill it in.
 */
may_edit: boolean, };

export type PolicyLine = { policy: Labelled, 
/**
 * Whose matter it is in a town.
 */
unit_role: Labelled, 
/**
 * By the first day they hold, the latest first.
 */
texts: Array<PolicyTextRow>, set_ms: number | null, set_by: string | null, };

export type PolicyTextRow = { text: string, 
/**
 * `YYYY-MM-DD`, the first day.
 */
from: string, 
/**
 * The last day; absent while it holds on.
 */
until: string | null, };

/**
 * All texts of one policy, in place of those it had.
 */
export type PolicyTextsForm = { policy: string, 
/**
 * What was on the screen; if others stand there by now, nothing is changed.
 */
seen: Array<PolicyTextRow>, texts: Array<PolicyTextRow>, };

/**
 * Who helps a household, who did and who will.
 */
export type HouseholdHelpers = { household_id: string, head_name: string, number: string, town: string, village: string, category: Labelled | null, 
/**
 * Monitored and not out of danger: never without a primary helper.
 */
monitored: boolean, ended: boolean, 
/**
 * `YYYY-MM-DD` at the county.
 */
today: string, 
/**
 * Names what stands here; a change sends it back.
 */
seen: string, may_change: boolean, 
/**
 * In force first, then planned, then what is over, the newest first.
 */
helpers: Array<HelperRow>, 
/**
 * Of the people of the change just made; empty when only read.
 */
notices: Array<LoadNotice>, };

export type HelperRow = { assignment_id: string, person_id: string, name: string, unit: string, primary: boolean, 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * The last day.
 */
to: string | null, 
/**
 * `now`, `planned`, `past`, `withdrawn`.
 */
standing: string, reason: string | null, 
/**
 * What the rules allow: `hand_over`, `end`, `withdraw`. Empty for those who only read.
 */
moves: Array<string>, };

/**
 * That somebody helps fewer households than his rank is to, or more than one person well can.
 * Never refuses anything.
 */
export type LoadNotice = { person_id: string, name: string, households: number, quota: number | null, 
/**
 * `under_quota`, `over_quota`.
 */
load: string, };

/**
 * A change of who helps a household.
 */
export type HelperForm = { 
/**
 * `assign`, `hand_over`, `end`, `withdraw`.
 */
step: string, 
/**
 * What the screen showed.
 */
seen: string, 
/**
 * Who begins or takes over.
 */
person_id: string | null, 
/**
 * `primary`, `co`: of one who begins.
 */
kind: string | null, 
/**
 * The row that is handed over, ends or is taken back.
 */
assignment_id: string | null, 
/**
 * First day of whoever begins or takes over; the last of one that ends.
 */
day: string | null, 
/**
 * Days on which both help.
 */
overlap_days: number | null, reason: string | null, };

export type UnhelpedSearch = { 
/**
 * The household shown last.
 */
after: string | null, 
/**
 * Nine digits.
 */
town: string | null, };

/**
 * Households without a primary helper, the monitored first.
 */
export type UnhelpedList = { households: Array<UnhelpedRow>, next: string | null, 
/**
 * With the first page only.
 */
total: number | null, 
/**
 * Of them, monitored.
 */
monitored: number | null, };

export type UnhelpedRow = { household_id: string, number: string, head_name: string, town: string, village: string, category: Labelled | null, risk_eliminated: boolean, 
/**
 * Who helps all the same.
 */
co_helpers: number, 
/**
 * From when somebody is to answer for it.
 */
planned_from: string | null, };

export type HelperSearch = { 
/**
 * The person shown last.
 */
after: string | null, 
/**
 * `all`, `idle` (without a household), `under_quota`, `over_quota`.
 */
group: string, 
/**
 * Part of the name or unit.
 */
text: string | null, 
/**
 * Nine digits.
 */
town: string | null, };

export type HelperList = { people: Array<HelperLoad>, next: string | null, 
/**
 * With the first page only.
 */
total: number | null, 
/**
 * Households of one person before a notice.
 */
most: number | null, };

/**
 * 责任人 单位 职级 包户数 配额.
 */
export type HelperLoad = { person_id: string, name: string, unit: string, 
/**
 * Of `cadre_rank_quota`.
 */
rank: Labelled | null, 
/**
 * Households he answers for.
 */
households: number, 
/**
 * Households he helps beside another.
 */
co_households: number, quota: number | null, 
/**
 * `under_quota`, `fits`, `over_quota`: a notice.
 */
load: string, post_start: string | null, post_end: string | null, };

export type UpcomingSearch = { 
/**
 * `next` of the page before.
 */
after: string | null, 
/**
 * Nine digits.
 */
town: string | null, };

/**
 * Households whose helpers change on a day that is planned, the nearest first.
 */
export type UpcomingList = { households: Array<UpcomingRow>, next: string | null, today: string, };

export type UpcomingRow = { household_id: string, number: string, head_name: string, town: string, village: string, category: Labelled | null, 
/**
 * The next day on which somebody begins or for the last time helps.
 */
day: string, 
/**
 * In force and planned.
 */
helpers: Array<HelperRow>, };

export type TermSearch = { 
/**
 * `next` of the page before.
 */
after: string | null, 
/**
 * `due` (ends soon, over, or nobody comes), `all`.
 */
group: string, 
/**
 * Nine digits.
 */
town: string | null, };

/**
 * Terms on village teams, those that end first in front.
 */
export type TermList = { terms: Array<TermRow>, next: string | null, total: number, 
/**
 * The parameters in force.
 */
rotation_months: number, alert_days: number, today: string, may_change: boolean, ranks: Array<RankChoice>, };

export type TermRow = { team_id: string, person_id: string, name: string, unit: string, town: string, village: string, captain: boolean, rank: Labelled | null, post_start: string | null, 
/**
 * The last day somebody set.
 */
post_end: string | null, 
/**
 * That day, or the last of the full months.
 */
ends: string | null, 
/**
 * Until then; negative when it is over.
 */
days_left: number | null, 
/**
 * `unknown`, `running`, `ends_soon`, `over`, `left`.
 */
state: string, successor_name: string | null, 
/**
 * He leaves and nobody came before: a notice (先补后撤).
 */
lacks_successor: boolean, };

/**
 * A rank to choose.
 */
export type RankChoice = { rank: Labelled, quota: number | null, };

/**
 * A person's rank and posting.
 */
export type PostFacts = { 
/**
 * A code of `cadre_rank_quota`.
 */
rank: string | null, 
/**
 * `YYYY-MM-DD`.
 */
post_start: string | null, 
/**
 * `YYYY-MM-DD`.
 */
post_end: string | null, };

export type PostForm = { 
/**
 * What the screen showed.
 */
seen: PostFacts, wanted: PostFacts, };

export type PostSaved = { 
/**
 * A team he is on would have his seat empty: a notice (先补后撤).
 */
lacks_successor: boolean, };

/**
 * Households of one person that are to go to another.
 */
export type BulkMoveForm = { from_person_id: string, to_person_id: string, 
/**
 * The first day of whoever takes over.
 */
day: string, overlap_days: number, reason: string | null, 
/**
 * Those of the preview that are to go; a preview without any is of all.
 */
households: Array<BulkMoveChoice> | null, };

export type BulkMoveChoice = { household_id: string, 
/**
 * As the preview said.
 */
seen: string, };

export type BulkMovePreview = { households: Array<BulkMoveRow>, can: number, cannot: number, 
/**
 * Of both people as it would be afterwards.
 */
notices: Array<LoadNotice>, };

export type BulkMoveRow = { household_id: string, number: string, head_name: string, village: string, primary: boolean, seen: string, 
/**
 * Why it cannot go: a code of the rules.
 */
refused: string | null, };

export type BulkMoved = { moved: number, notices: Array<LoadNotice>, };

/**
 * What to list; everything absent is everything.
 */
export type ProblemSearch = { 
/**
 * `open`, `unassigned`, `under_way`, `overdue`, `to_verify`, `to_sign_off`, `closed` or `all`.
 */
group: string | null, 
/**
 * A code of `severity`.
 */
severity: string | null, 
/**
 * A code of `problem_category`.
 */
category: string | null, 
/**
 * Nine digits.
 */
town: string | null, 
/**
 * Twelve digits.
 */
village: string | null, 
/**
 * Days since it was found: `week` (0–7), `fortnight` (8–15), `month` (16–30) or `older`.
 */
age: string | null, household_id: string | null, 
/**
 * `household` or `village`: whose problems they are.
 */
of: string | null, 
/**
 * A code of `problem_source`.
 */
source: string | null, 
/**
 * Who answers for it; `nobody` for those without.
 */
owner_id: string | null, 
/**
 * A responsible unit, by its name.
 */
unit: string | null, 
/**
 * Found at least so many days ago.
 */
older_than: number | null, 
/**
 * Due on or after, and on or before; `YYYY-MM-DD`.
 */
due_from: string | null, due_to: string | null, 
/**
 * `newest` first, or `due` first.
 */
sort: string | null, 
/**
 * Part of a number, a title, details, or the name of the head of the household.
 */
text: string | null, after: string | null, };

/**
 * A page of problems, the newest first; `next` goes back as `after`.
 */
export type ProblemList = { problems: Array<ProblemRow>, 
/**
 * With the first page only.
 */
counts: ProblemCounts | null, next: string | null, };

/**
 * How many there are in each group, with the other conditions as asked.
 */
export type ProblemCounts = { open: number, 
/**
 * Registered, declined or reopened: nobody answers for them.
 */
unassigned: number, 
/**
 * Somebody answers for them and has not reported yet.
 */
under_way: number, overdue: number, to_verify: number, 
/**
 * Critical and verified on site: they wait for the county.
 */
to_sign_off: number, closed: number, all: number, };

export type ProblemRow = { problem_id: string, 
/**
 * Absent until it is registered.
 */
number: string | null, 
/**
 * A code of `problem_state`.
 */
state: Labelled, 
/**
 * Critical and verified on site: it waits for the county.
 */
verified: boolean, severity: Labelled, category: Labelled, source: Labelled, title: string, 
/**
 * Absent for a problem of the village itself.
 */
household_id: string | null, head_name: string, town: string, village: string, 
/**
 * A code of `unit_role`.
 */
role: Labelled, 
/**
 * The responsible unit's name in this town; empty where nobody said.
 */
unit: string, owner_name: string | null, found_ms: number, 
/**
 * `YYYY-MM-DD`.
 */
due: string | null, 
/**
 * Before it was put off.
 */
first_due: string | null, overdue: boolean, 
/**
 * Visits that found it.
 */
seen: number, 
/**
 * How often it was reported as rectified; goes back with a judgement.
 */
round: number, };

/**
 * 佐证: photos by what they show.
 */
export type ProblemEvidence = { 
/**
 * Of the visit that found it.
 */
before: number, 
/**
 * Of the last report that it is rectified.
 */
after: number, 
/**
 * Of whoever judged that report.
 */
verified: number, 
/**
 * Why the report has none.
 */
waiver: string | null, };

/**
 * A problem as the four lists 四清单 show it: all of their columns.
 */
export type ProblemLine = { problem: ProblemRow, 
/**
 * Of the household; empty for a village's.
 */
household_number: string, detail: string, cause: string, 
/**
 * A code of `rectify_mode`.
 */
mode: Labelled | null, measure: string, result: string, 
/**
 * 配合单位.
 */
cooperating_units: Array<string>, evidence: ProblemEvidence, 
/**
 * `YYYY-MM-DD`.
 */
registered_on: string | null, assigned_ms: number | null, 
/**
 * How often its day was put off.
 */
extended: number, 
/**
 * `YYYY-MM-DD`.
 */
done_on: string | null, rectifier_name: string | null, verifier_name: string | null, closed_ms: number | null, };

/**
 * A page of lines; `next` goes back as `after`.
 */
export type ProblemLines = { lines: Array<ProblemLine>, next: string | null, };

/**
 * Filters somebody keeps under a name, and those others share.
 */
export type SavedFilterList = { filters: Array<SavedFilter>, };

export type SavedFilter = { filter_id: string, name: string, shared: boolean, mine: boolean, owner_name: string, search: ProblemSearch, };

export type SavedFilterForm = { 
/**
 * Absent for a new one.
 */
filter_id: string | null, name: string, shared: boolean, search: ProblemSearch, };

export type ProblemPage = { problem: ProblemRow, detail: string, member_name: string | null, 
/**
 * 配合单位.
 */
cooperating_units: Array<string>, 
/**
 * A code of `rectify_mode`.
 */
mode: Labelled | null, measure: string, cause: string, result: string, 
/**
 * How often it was reported as rectified; goes back with a judgement.
 */
round: number, visit_id: string | null, merged_into: ProblemName | null, 
/**
 * Of the visit that found it.
 */
before: Array<EvidencePhoto>, steps: Array<ProblemStepRow>, 
/**
 * What the signed-in person may do now.
 */
moves: Array<string>, 
/**
 * What units of its town are called, to choose from.
 */
units: Array<string>, 
/**
 * Who could answer for it: the household's helpers and the village's team first.
 */
owners: Array<ProblemOwner>, 
/**
 * Photos of visits to the household, or in the village, to choose evidence from: the newest.
 */
photos: Array<EvidencePhoto>, 
/**
 * Asks for those before; absent at the end.
 */
photos_next: string | null, 
/**
 * Other open problems of the household, to merge into.
 */
others: Array<ProblemName>, 
/**
 * The list `rectify_mode`.
 */
modes: Array<Labelled>, };

export type ProblemName = { problem_id: string, number: string | null, title: string, };

/**
 * A photo of a visit; asked for by its digest.
 */
export type EvidencePhoto = { visit_id: string, photo_id: string, sha256: string, 
/**
 * The county has it.
 */
here: boolean, ended_ms: number, };

/**
 * A page of photos, the newest first; `next` goes back as `after`.
 */
export type EvidencePage = { photos: Array<EvidencePhoto>, next: string | null, };

export type ProblemOwner = { person_id: string, name: string, unit: string, 
/**
 * `helper`, `captain` or `member` of the village's team.
 */
role: string, };

export type ProblemStepRow = { 
/**
 * A move; or `raised`, or `seen` when a later visit found it again.
 */
step: string, 
/**
 * Where it stood afterwards.
 */
state: Labelled, by_name: string, at_ms: number, visit_id: string | null, reason: string | null, photos: Array<EvidencePhoto>, photo_waiver: string | null, on_site: boolean, owner_name: string | null, unit: string | null, 
/**
 * Absent where the step did not name any; empty where it took out those there were.
 */
cooperating_units: Array<string> | null, due: string | null, 
/**
 * A code of `rectify_mode`.
 */
mode: Labelled | null, measure: string | null, cause: string | null, result: string | null, other: ProblemName | null, };

/**
 * A step through the ledger; what is absent stays as it is.
 */
export type ProblemMoveForm = { step: string, 
/**
 * As the page said.
 */
round: number, reason: string | null, photos: Array<EvidenceChoice>, photo_waiver: string | null, on_site: boolean, owner_id: string | null, unit: string | null, 
/**
 * 配合单位, when assigning; an empty list takes out those there are.
 */
cooperating_units: Array<string> | null, 
/**
 * `YYYY-MM-DD`.
 */
due: string | null, mode: string | null, measure: string | null, cause: string | null, result: string | null, other_id: string | null, };

export type EvidenceChoice = { visit_id: string, photo_id: string, };

/**
 * The same step for many problems.
 */
export type ProblemMovesForm = { problem_ids: Array<string>, form: ProblemMoveForm, 
/**
 * Whoever helps each household answers for its problem; its captain for a village's.
 */
to_helpers: boolean, 
/**
 * When assigning: also those that somebody answers for already.
 */
also_answered: boolean, 
/**
 * When judging: the round that was seen of each, in the same order.
 */
rounds: Array<number>, };

export type ProblemMoves = { moved: number, 
/**
 * Left as they are, because somebody answers for them already.
 */
answered: Array<string>, refused: Array<RefusedProblem>, };

export type RefusedProblem = { problem_id: string, number: string | null, code: string, };

/**
 * A problem that a spot check, a complaint or a meeting found.
 */
export type RaiseProblemForm = { 
/**
 * Absent for a problem of the village itself.
 */
household_id: string | null, 
/**
 * Twelve digits; asked where there is no household.
 */
area_code: string | null, 
/**
 * A code of `problem_source`.
 */
source: string, 
/**
 * A code of `problem_category`.
 */
category: string, 
/**
 * A code of `severity`.
 */
severity: string, title: string, detail: string | null, 
/**
 * A code of `unit_role`.
 */
role: string, };

/**
 * The lists a form about problems chooses from.
 */
export type ProblemChoices = { sources: Array<Labelled>, categories: Array<Labelled>, severities: Array<Labelled>, roles: Array<Labelled>, 
/**
 * Those the person sees, for problems of a village itself.
 */
villages: Array<VillageName>, 
/**
 * Whoever answers for a problem the person sees.
 */
owners: Array<ProblemOwnerName>, 
/**
 * Responsible units of problems the person sees.
 */
units: Array<string>, };

export type ProblemOwnerName = { person_id: string, name: string, unit: string, };

/**
 * The responsible units of a town.
 */
export type UnitList = { town: string, units: Array<UnitRow>, };

export type UnitRow = { 
/**
 * A code of `unit_role`.
 */
role: Labelled, 
/**
 * Empty where nobody said.
 */
name: string, contact: string, };

export type UnitForm = { 
/**
 * Nine digits.
 */
town: string, role: string, name: string, contact: string, };

/**
 * What to draw. A preview and the draw say the same; only the draw names the frame it saw.
 */
export type SpotForm = { 
/**
 * `member`, `team` or `household`.
 */
kind: string, 
/**
 * `video`, `phone` or `on_site`.
 */
method: string, title: string, 
/**
 * Nine digits each; empty is the whole county.
 */
towns: Array<string>, 
/**
 * Whoever was reached in the last so many days is left out.
 */
days: number, 
/**
 * One of the two.
 */
count: number | null, percent: number | null, 
/**
 * Letters, digits and hyphens; the server gives one where there is none.
 */
seed: string | null, 
/**
 * As the preview said; asked of a draw.
 */
frame_sha256: string | null, };

/**
 * What a draw would take from each town; never whom.
 */
export type SpotPreview = { seed: string, frame_sha256: string, eligible: number, sample: number, towns: Array<SpotTown>, };

export type SpotTown = { code: string, town: string, 
/**
 * All of them.
 */
units: number, 
/**
 * Left out: reached recently.
 */
recent: number, 
/**
 * Left out: drawn and not yet checked.
 */
waiting: number, eligible: number, 
/**
 * Of those, with two tickets.
 */
alerted: number, quota: number, };

export type SpotCheckList = { checks: Array<SpotCheckRow>, next: string | null, };

export type SpotCheckRow = { check_id: string, 
/**
 * The year and how many there were in it.
 */
number: string, title: string, kind: string, method: string, drawn: number, 
/**
 * With a result.
 */
done: number, reached: number, problems: number, 
/**
 * Of a hundred, of those with points; with one digit.
 */
average: number | null, made_ms: number, made_by: string, cancelled: boolean, };

export type SpotCheckPage = { check: SpotCheckRow, seed: string, days: number, 
/**
 * What was asked for, one of the two.
 */
count: number | null, percent: number | null, 
/**
 * Names of the towns asked for; empty is the whole county.
 */
asked_towns: Array<string>, frame_units: number, frame_sha256: string, towns: Array<SpotProgress>, cancelled_ms: number | null, cancelled_by: string | null, cancel_reason: string | null, 
/**
 * The list `spot_check_area`.
 */
areas: Array<Labelled>, today: string, };

export type SpotProgress = { code: string, town: string, drawn: number, done: number, reached: number, problems: number, average: number | null, };

export type SpotCancelForm = { reason: string, };

/**
 * Whether the draw holds when it is made again, and the frame to make it again oneself.
 */
export type SpotProof = { frame_holds: boolean, sample_holds: boolean, 
/**
 * Town, id and tickets, a line each.
 */
frame: string, 
/**
 * Without a name in it.
 */
file_name: string, };

export type SpotItemSearch = { 
/**
 * `waiting`, `checked`, `unreached`, `problem` or `all`.
 */
group: string | null, 
/**
 * Nine digits.
 */
town: string | null, after: string | null, };

export type SpotItemList = { items: Array<SpotItemRow>, next: string | null, };

/**
 * Points of the five areas, up to 20 each.
 */
export type SpotScores = { facts: number, policy: number, action: number, role: number, support: number, };

export type SpotItemRow = { item_id: string, position: number, town: string, village: string, 
/**
 * The captain of the village's team; empty for a household.
 */
captain: string, 
/**
 * The member, the team's captain, or the head of the household.
 */
asked: string, unit: string, household_id: string | null, 
/**
 * Its village had an alert when it was drawn.
 */
alerted: boolean, 
/**
 * `yes`, `no_answer`, `off` or `left`; absent while it waits.
 */
reached: string | null, in_village: boolean | null, scores: SpotScores | null, 
/**
 * Of a hundred.
 */
total: number | null, notes: string, checked_on: string | null, checked_by: string, 
/**
 * Results so far; goes back with the next.
 */
version: number, problem_number: string | null, problem_id: string | null, problem_title: string, 
/**
 * `YYYY-MM-DD`.
 */
problem_due: string | null, 
/**
 * A code of `problem_state`.
 */
problem_state: Labelled | null, 
/**
 * What rectifying came to, in words.
 */
problem_result: string, };

/**
 * An earlier or later check of the same.
 */
export type SpotOther = { item_id: string, number: string, method: string, reached: string | null, total: number | null, checked_on: string | null, };

export type SpotItemPage = { check: SpotCheckRow, seed: string, item: SpotItemRow, 
/**
 * To call; absent where nobody gave one.
 */
phone: string | null, 
/**
 * No longer on a team.
 */
left: boolean, 
/**
 * The list `spot_check_area`, in the order of the points.
 */
areas: Array<Labelled>, 
/**
 * The day of the draw: no result is of a day before.
 */
drawn_on: string, results: Array<SpotResultRow>, 
/**
 * Other checks of the same, that were not cancelled.
 */
others: Array<SpotOther>, problem: ProblemRow | null, 
/**
 * The next in the draw without a result.
 */
next_id: string | null, today: string, };

/**
 * A result that was written down; former ones stay.
 */
export type SpotResultRow = { version: number, 
/**
 * `first`, `again` or `correct`.
 */
how: string, reason: string, reached: string, in_village: boolean | null, scores: SpotScores | null, total: number | null, notes: string, checked_on: string, by_name: string, at_ms: number, };

export type SpotResultForm = { 
/**
 * As the page said.
 */
version: number, 
/**
 * `first`, `again` or `correct`.
 */
how: string, 
/**
 * Why it is corrected.
 */
reason: string | null, reached: string, in_village: boolean | null, scores: SpotScores | null, notes: string, 
/**
 * `YYYY-MM-DD`.
 */
checked_on: string, };

/**
 * A problem a check found: a rectification order with its day.
 */
export type SpotProblemForm = { 
/**
 * A code of `problem_category`.
 */
category: string, 
/**
 * A code of `severity`.
 */
severity: string, title: string, detail: string | null, 
/**
 * A code of `unit_role`.
 */
role: string, 
/**
 * `YYYY-MM-DD`.
 */
due: string, };

/**
 * Everything a screen needs to show and fill in any ledger.
 */
export type LedgerDefinition = { ledger: Labelled, about_zh: string, about_en: string, 
/**
 * `household`, `village` or `person`.
 */
scope: string, 
/**
 * The county has not turned it on.
 */
off: boolean, has_amount: boolean, has_due: boolean, 
/**
 * What entries are counted by; empty where they are not.
 */
kinds: Array<Labelled>, fields: Array<DefinedField>, states: Array<DefinedState>, moves: Array<DefinedMove>, };

export type DefinedField = { field: Labelled, 
/**
 * `text`, `long_text`, `date`, `money` (fen), `integer`, `choice`, `choices`, `member`,
 * `members`, `household`, `area` or `id_number`.
 */
shape: string, required: boolean, past: boolean, options: Array<Labelled>, min: number | null, max: number | null, most: number | null, show_if: DefinedShowIf | null, group_zh: string | null, group_en: string | null, help_zh: string | null, };

export type DefinedShowIf = { field: string, any_of: Array<string>, };

export type DefinedState = { state: Labelled, settled: boolean, };

export type DefinedMove = { step: Labelled, needs_reason: boolean, 
/**
 * It changes other records of the county.
 */
takes_effect: boolean, fields: Array<DefinedField>, };

/**
 * What to list; everything absent is everything.
 */
export type EntrySearch = { ledger: string, 
/**
 * `open`, `overdue`, `settled`, `voided` or `all`.
 */
group: string | null, kind: string | null, 
/**
 * Nine digits.
 */
town: string | null, household_id: string | null, 
/**
 * `YYYY-MM-DD`, of the day an entry is about.
 */
from: string | null, to: string | null, after: string | null, };

/**
 * A page of entries, the newest first; `next` goes back as `after`.
 */
export type EntryList = { entries: Array<EntryRow>, counts: EntryCounts, 
/**
 * What all that were asked for come to, fen.
 */
amount_fen: number | null, next: string | null, };

export type EntryCounts = { open: number, overdue: number, settled: number, voided: number, all: number, };

export type EntryRow = { entry_id: string, ledger: Labelled, state: Labelled, settled: boolean, kind: Labelled | null, title: string, household_id: string | null, head_name: string, town: string, village: string, author_name: string, 
/**
 * Its author gave no name; nobody is told it here.
 */
unsigned: boolean, 
/**
 * `YYYY-MM-DD`.
 */
day: string | null, amount_fen: number | null, due: string | null, overdue: boolean, made_ms: number, };

export type EntryPage = { row: EntryRow, values: { [key in string]: EntryFieldValue }, 
/**
 * Names of members and households that `values` refer to, by id.
 */
names: { [key in string]: string }, members: Array<EntryMember>, steps: Array<EntryStepRow>, 
/**
 * Codes of the moves this person has now.
 */
moves: Array<string>, may_correct: boolean, 
/**
 * Of an income survey: what it comes to.
 */
income: IncomeFigures | null, 
/**
 * Codes of what looks odd.
 */
notices: Array<Labelled>, };

export type EntryMember = { member_id: string, name: string, };

/**
 * All in fen.
 */
export type IncomeFigures = { wage: number, business: number, property: number, transfer: number, expense: number, claim: number, out_of_pocket: number, people: number, net: number, per_capita_net: number, reference: number, per_capita_reference: number, 
/**
 * The line in force, where the county has set one.
 */
line_fen: number | null, };

export type EntryStepRow = { 
/**
 * A move of the ledger; `saved`, `corrected` or `void`.
 */
step: Labelled, state: Labelled, by_name: string, at_ms: number, reason: string | null, values: { [key in string]: EntryFieldValue }, contested: Array<string>, };

export type EntryFieldValue = string | number | Array<string>;

/**
 * A new entry, or a correction.
 */
export type EntrySaveForm = { ledger: string, 
/**
 * Absent for a new one.
 */
entry_id: string | null, household_id: string | null, 
/**
 * Twelve digits, of a village's ledger.
 */
area_code: string | null, values: { [key in string]: EntryFieldValue }, };

export type EntryMoveForm = { step: string, 
/**
 * Where it stood on the screen.
 */
seen_state: string, reason: string | null, values: { [key in string]: EntryFieldValue }, };

/**
 * What waits for the signed-in person; everything absent is everything.
 */
export type WaitingSearch = { ledger: string | null, after: string | null, };

/**
 * A page of what waits, the longest waiting first; `next` goes back as `after`.
 */
export type WaitingList = { entries: Array<WaitingRow>, 
/**
 * Of all ledgers, whichever was asked for; those where nothing waits are left out.
 */
ledgers: Array<WaitingCount>, next: string | null, };

export type WaitingRow = { row: EntryRow, 
/**
 * The move it waits for.
 */
step: Labelled, };

export type WaitingCount = { ledger: Labelled, waiting: number, };

export type VisitProblem = { key: string, title: string, 
/**
 * Where the checklist still raises this problem.
 */
title_en: string | null, member_name: string | null, category: Labelled, severity: Labelled, dismissed: string | null, 
/**
 * Found by the server's own run of the rules but not reported by the phone, or the other way round.
 */
differs: boolean, };

export type Conclusion = { code: string, zh: string, en: string, value: string, };

export type ReviewRow = { by: string, reviewer_name: string, decision: string, revision: number, note: string | null, reasons: Array<Labelled>, comments: Array<ReviewComment>, received_ms: number, };

export type ReviewComment = { item: string | null, item_zh: string | null, item_en: string | null, text: string, };

export type DecideForm = { 
/**
 * The revision that was on the screen; a stale one is refused with the current state.
 */
revision: number, 
/**
 * The state that was on the screen: a captain whom another forestalled is told.
 */
seen: string | null, 
/**
 * `accept`, `return`, `revoke`, `approve` or `void`.
 */
decision: string, reasons: Array<string>, comments: Array<DecideComment>, note: string | null, };

export type DecideComment = { item: string | null, member_id: string | null, text: string, };

export type HouseholdList = { households: Array<HouseholdRow>, next: string | null, 
/**
 * Of the whole filter, not the page; with the first page only.
 */
total: number | null, };

export type HouseholdRow = { household_id: string, number: string, head_name: string, town: string, village: string, group: string, size: number, category: Labelled | null, helper_name: string | null, last_visit_ms: number | null, visits: number, 
/**
 * Facts of the household and its members of which two values are known.
 */
contested: number, };

export type HouseholdPage = { household: HouseholdRow, phone_masked: string | null, address: string | null, base_type: Labelled, monitor_since: string | null, 
/**
 * Captains get none that tells of health.
 */
risks: Array<Labelled>, 
/**
 * How many were left out.
 */
risks_hidden: number, risk_eliminated: boolean, net_income_fen: number | null, members: Array<MemberRow>, 
/**
 * Whether health stands with each member; otherwise only how many are concerned.
 */
shows_health: boolean, members_ill: number, visits: Array<VisitRow>, 
/**
 * Empty for those who may not decide; the row has their number.
 */
contested: Array<ContestedFact>, };

export type MemberRow = { member_id: string, name: string, id_number_masked: string, relation: string, gender: Labelled, birth: string, 
/**
 * Empty unless the page shows health.
 */
health: Array<Labelled>, labor: Labelled | null, 
/**
 * As the roster says.
 */
medins: Labelled | null, 
/**
 * As the roster says.
 */
pension: Labelled | null, phone_masked: string | null, 
/**
 * What last changed whether he belongs here.
 */
change: Labelled | null, 
/**
 * `YYYY-MM-DD`.
 */
changed_on: string | null, active: boolean, };

/**
 * A fact of which two or more values are known.
 */
export type ContestedFact = { 
/**
 * `household` or `member`.
 */
kind: string, record_id: string, 
/**
 * The head's name, or the member's.
 */
of: string, 
/**
 * A decision names the version it saw.
 */
version: number, field: Labelled, 
/**
 * The one that stands comes first.
 */
values: Array<FactValueRow>, };

export type FactValueRow = { 
/**
 * Absent for the value that stands.
 */
contest_id: string | null, 
/**
 * Empty when it was cleared.
 */
zh: string, en: string, 
/**
 * Absent: as the roster says.
 */
by_name: string | null, at_ms: number | null, };

export type ResolveFactForm = { 
/**
 * `household` or `member`.
 */
kind: string, record_id: string, field: string, version: number, 
/**
 * The value that wins; absent for the one that stands.
 */
contest_id: string | null, };

/**
 * What to look for. A form and not an address: names belong in no address.
 */
export type HouseholdSearch = { 
/**
 * The household shown last.
 */
after: string | null, 
/**
 * Part of the head's name or of the household number.
 */
text: string | null, 
/**
 * Nine digits.
 */
town: string | null, 
/**
 * Twelve digits.
 */
village: string | null, 
/**
 * `all`, `there`, `due`, `overdue`, `monitored`, `visited`, `approved` or `contested`.
 */
filter: string | null, };

/**
 * A full ID number, shown once; showing it is in the audit log.
 */
export type IdNumber = { id_number: string, };

export type PeopleList = { people: Array<PersonCard>, next: string | null, };

export type PersonCard = { person_id: string, name: string, unit: string, roles: Array<string>, 
/**
 * Town and village, where the role has one.
 */
area: string, households: number, devices: number, last_contact_ms: number | null, 
/**
 * The first day of his posting.
 */
post_start: string | null, 
/**
 * Whether his unit is one of the list.
 */
unit_listed: boolean, 
/**
 * The last day of somebody who is to leave.
 */
leaves_on: string | null, 
/**
 * The day he left.
 */
ended_on: string | null, };

/**
 * Whom to look for. A form and not an address: names belong in no address.
 */
export type PeopleSearch = { 
/**
 * The person shown last.
 */
after: string | null, 
/**
 * Part of the name or unit.
 */
text: string | null, 
/**
 * `current`, `leaving`, `left`, `without_mentor` (new to a posting, and nobody guides him);
 * everybody when absent.
 */
state: string | null, };

export type EnrolmentForm = { person_id: string, 
/**
 * How long the code is good for; three days when absent.
 */
hours: number | null, };

/**
 * Shown once, as text and as a QR code of `ruhu://enrol?server=…&code=…`.
 */
export type EnrolmentCode = { 
/**
 * `ABCD-EFGH-JKMN`.
 */
code: string, expires_ms: number, };

/**
 * Why a change is aside, by what a person must find out.
 */
export type Reason = "device_revoked" | "unknown_kind" | "predecessor_missing" | "predecessor_quarantined" | "predecessor_voided" | "wrong_person" | "unknown_template" | "unknown_household" | "unknown_member" | "unknown_visit" | "unknown_problem" | "unknown_entry" | "another_visit" | "no_assignment" | "assignment_closed" | "out_of_scope" | "refused_later";

/**
 * Changes set aside, oldest first, with what can be filtered by.
 */
export type AsideList = { changes: Array<AsideRow>, next: string | null, held: number, quarantined: number, voided: number, 
/**
 * Phones and reasons of everything set aside, whatever the filter.
 */
phones: Array<AsidePhone>, reasons: Array<AsideReasonCount>, };

export type AsidePhone = { device_id: string, device_name: string, person_name: string, changes: number, };

export type AsideReasonCount = { reason: Reason, changes: number, };

/**
 * A change the county holds aside, with why and since when.
 */
export type AsideRow = { change_id: string, 
/**
 * `held`, `quarantined`, `voided`; `applied` on the page of one that took effect meanwhile.
 */
disposition: string, reason: Reason, 
/**
 * What the rules said, for `refused_later`.
 */
code: string, kind: string, person_id: string, person_name: string, device_id: string, device_name: string, device_revoked: boolean, record_kind: string, record_id: string, device_sequence: number, received_ms: number, bytes: number, 
/**
 * Names what was seen: a decision about another moment is refused as stale.
 */
sequence: number, };

export type AsidePage = { change: AsideRow, digest: string, 
/**
 * The change it waits for, where that is the reason.
 */
missing: string | null, 
/**
 * The household's head, where the change names a household the county knows.
 */
head_name: string | null, place: string | null, 
/**
 * The visit here, once there is one.
 */
visit_id: string | null, 
/**
 * Later changes of the same record from the same phone, in order.
 */
followers: Array<AsideRow>, decisions: Array<AsideDecision>, 
/**
 * `release`, `assign`, `void`, `restore`.
 */
actions: Array<string>, 
/**
 * Who may answer for it: helpers of the household and captains of the village.
 */
candidates: Array<AsidePerson>, };

export type AsidePerson = { person_id: string, name: string, unit: string, };

export type AsideDecision = { action: string, reason: string, assigned_name: string | null, 
/**
 * Empty when it took effect; else why it did not.
 */
result: string, decided_by: string, decided_ms: number, };

/**
 * One decision about one or many changes, each as it was seen.
 */
export type AsideForm = { 
/**
 * A UUID made by the screen: the same click twice decides once.
 */
decision_id: string, 
/**
 * `release`, `assign`, `void`, `restore`.
 */
action: string, reason: string, 
/**
 * Who answers for it, when assigning.
 */
person_id: string | null, changes: Array<AsideChoice>, };

export type AsideChoice = { change_id: string, sequence: number, };

export type AsideResult = { changes: Array<AsideOutcome>, };

export type AsideOutcome = { change_id: string, 
/**
 * Absent when it took effect; `stale`, or what the rules said.
 */
refused: string | null, };

/**
 * The exact bytes, for somebody who asked to see them.
 */
export type AsideContent = { 
/**
 * A visit in words; empty for anything else.
 */
sections: Array<AnsweredSection>, 
/**
 * The bytes as text, if they are text, with line breaks to read them by.
 */
text: string | null, base64: string, digest: string, };

/**
 * Everything about the change, to be kept or taken elsewhere.
 */
export type AsideExport = { change: AsideRow, digest: string, missing: string | null, 
/**
 * The phone's clocks when it was made, as JSON.
 */
made_at: string, decisions: Array<AsideDecision>, 
/**
 * The exact bytes.
 */
edit_base64: string, exported_ms: number, };

export type DeviceList = { devices: Array<DeviceRow>, next: string | null, active: number, revoked: number, };

export type DeviceRow = { device_id: string, name: string, app_version: string, person_id: string, person_name: string, unit: string, enrolled_ms: number, contact_ms: number, revoked_ms: number | null, revoked_reason: string | null, revoked_by: string | null, 
/**
 * Of its changes, set aside and undecided.
 */
aside: number, };

/**
 * Which phones to look for. A form and not an address: names belong in no address.
 */
export type DeviceSearch = { 
/**
 * What the last page gave as `next`.
 */
after: string | null, 
/**
 * Part of the person's or the phone's name.
 */
text: string | null, 
/**
 * `active`, `revoked`, `day` and `week` (heard within), `silent` (not heard for a week); all when absent.
 */
state: string | null, };

export type RevokeForm = { reason: string, };

export type CountyKeyList = { 
/**
 * The one that signs now first.
 */
keys: Array<CountyKeyRow>, 
/**
 * Another one after every restore from a backup.
 */
epoch: string, server_version: string, min_app_version: string | null, };

export type CountyKeyRow = { key_id: string, made_ms: number, signs_now: boolean, 
/**
 * The key that vouches for it; absent for the first.
 */
introduced_by: string | null, 
/**
 * Why the key before it was replaced.
 */
reason: string, };

export type KeyRotation = { reason: string, };

export type AuditList = { entries: Array<AuditRow>, next: string | null, };

export type AuditRow = { position: number, at_ms: number, actor_name: string, 
/**
 * `signed_in`, `visit_accepted`, `id_number_shown` …
 */
action: string, subject: string, };

/**
 * What to look for in the audit log.
 */
export type AuditSearch = { 
/**
 * The position shown last.
 */
after: string | null, person_id: string | null, action: string | null, 
/**
 * The id of a visit, household, person …, whole.
 */
subject: string | null, 
/**
 * `YYYY-MM-DD`, the first day.
 */
from: string | null, 
/**
 * `YYYY-MM-DD`, the last day.
 */
to: string | null, };

/**
 * A role and where it holds.
 */
export type RoleFacts = { 
/**
 * `cadre`, `captain`, `town_captain`, `county`, `administrator`.
 */
role: string, 
/**
 * Digits of a village, town or the county.
 */
area: string, };

/**
 * What is written of a person.
 */
export type PersonFacts = { name: string, unit: string, phone: string | null, roles: Array<RoleFacts>, };

export type PersonPage = { person_id: string, facts: PersonFacts, 
/**
 * The roles in words: town and village.
 */
role_areas: Array<string>, county_code: string, rank: Labelled | null, post_start: string | null, post_end: string | null, sign_in: PersonSignIn, work: PersonWork, teams: Array<PersonTeam>, devices: Array<PersonDevice>, 
/**
 * The unit of the list that he names as his; absent where none is called so.
 */
helping_unit_id: string | null, 
/**
 * Who guides him (一对一帮带).
 */
mentor: PersonMentor | null, 
/**
 * Whom he guides today.
 */
guides: Array<PersonGuided>, 
/**
 * Whether he is new to his posting, and nobody guides him.
 */
needs_mentor: boolean, 
/**
 * The last day of somebody who is to leave. Past, it could not be: something came to him since.
 */
leaves_on: string | null, leaves_reason: string | null, 
/**
 * `YYYY-MM-DD`.
 */
today: string, 
/**
 * The day he left.
 */
ended_on: string | null, end_reason: string | null, history: Array<EditStepRow>, 
/**
 * Whether the one who looks may change him.
 */
may_edit: boolean, };

export type PersonSignIn = { login: string | null, has_password: boolean, 
/**
 * When the one-time password given last is over; absent once he chose his own.
 */
one_time_until_ms: number | null, 
/**
 * Whether the roles ask for an authenticator, and whether there is one.
 */
needs_totp: boolean, has_totp: boolean, 
/**
 * Whether the roles open the console at all.
 */
may_sign_in: boolean, };

/**
 * What has to be handed over before he leaves, and the phones that may hold work.
 */
export type PersonWork = { households: number, teams_led: number, problems: number, phones: number, last_contact_ms: number | null, };

export type PersonTeam = { team_id: string, village: string, town: string, leads: boolean, };

export type PersonDevice = { device_id: string, name: string, app_version: string, contact_ms: number, revoked_ms: number | null, };

/**
 * One field that was changed.
 */
export type EditStepRow = { sequence: number, 
/**
 * Whose: empty for the record the page is of.
 */
of: string, field: Labelled, was_zh: string, was_en: string, became_zh: string, became_en: string, 
/**
 * Absent: the roster.
 */
by_name: string | null, at_ms: number, };

export type EditHistory = { steps: Array<EditStepRow>, };

/**
 * A new person where nothing was seen.
 */
export type PersonForm = { 
/**
 * What was on the screen. Anything else by now is refused as stale.
 */
seen: PersonFacts | null, wanted: PersonFacts, };

export type PersonEndForm = { reason: string, };

/**
 * Which units to look for. A form and not an address: names belong in no address.
 */
export type HelpingUnitSearch = { 
/**
 * The unit shown last.
 */
after: string | null, 
/**
 * Part of the name.
 */
text: string | null, level: string | null, kind: string | null, 
/**
 * `current`, `ended`; all when absent.
 */
state: string | null, };

export type HelpingUnitList = { units: Array<HelpingUnitCard>, next: string | null, total: number, 
/**
 * What people name as their unit and is none of the list.
 */
unlisted: Array<UnlistedUnit>, levels: Array<Labelled>, kinds: Array<HelpingUnitKind>, classes: Array<Labelled>, may_edit: boolean, };

export type HelpingUnitKind = { kind: Labelled, 
/**
 * Whether a unit of it has an enterprise class.
 */
enterprise: boolean, };

export type HelpingUnitCard = { helping_unit_id: string, name: string, level: Labelled, kind: Labelled, class: Labelled | null, 
/**
 * The head who answers for it; the number is masked.
 */
head_name: string, head_phone: string, 
/**
 * People who are with the county.
 */
people: number, 
/**
 * Villages it helps today.
 */
villages: number, 
/**
 * Households its people answer for today.
 */
households: number, 
/**
 * Households an enterprise of its class is to help; a notice, never a limit.
 */
quota: number | null, ended_on: string | null, };

export type UnlistedUnit = { unit: string, people: number, };

/**
 * What is written of a unit.
 */
export type HelpingUnitFacts = { name: string, 
/**
 * A code of `unit_level`.
 */
level: string, 
/**
 * A code of `unit_type`.
 */
kind: string, 
/**
 * A code of `enterprise_class_quota`, of enterprises.
 */
class: string | null, head_name: string, head_phone: string, villages: Array<HelpedVillage>, };

export type HelpedVillage = { village_code: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * The last day.
 */
to: string | null, };

export type HelpingUnitPage = { unit: HelpingUnitCard, 
/**
 * With the number whole, for whoever may change it; masked for others.
 */
facts: HelpingUnitFacts, 
/**
 * The villages in words: town and village.
 */
village_names: Array<string>, people: Array<HelpingUnitPerson>, 
/**
 * There are more than are shown.
 */
more_people: boolean, end_reason: string | null, history: Array<EditStepRow>, 
/**
 * `YYYY-MM-DD`.
 */
today: string, may_edit: boolean, };

export type HelpingUnitPerson = { person_id: string, name: string, households: number, };

/**
 * A new unit where nothing was seen.
 */
export type HelpingUnitForm = { 
/**
 * Absent for a new unit.
 */
helping_unit_id: string | null, seen: HelpingUnitFacts | null, wanted: HelpingUnitFacts, };

export type HelpingUnitEndForm = { seen: HelpingUnitFacts, 
/**
 * `YYYY-MM-DD`, its last day.
 */
day: string, reason: string, 
/**
 * `moved`, `left`; needed when it has people.
 */
people: string | null, 
/**
 * `moved`, `left`; needed when it helps villages.
 */
villages: string | null, 
/**
 * The unit that takes over.
 */
successor_id: string | null, };

export type UnitLinkForm = { 
/**
 * The text in people's `unit`.
 */
unit: string, };

export type UnitLinked = { people: number, };

export type PersonMentor = { name: string, facts: MentorFacts, };

export type PersonGuided = { person_id: string, name: string, };

/**
 * Who guides somebody, and from when to when.
 */
export type MentorFacts = { mentor_id: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * The last day.
 */
to: string | null, };

/**
 * Nobody where it is absent.
 */
export type MentorForm = { seen: MentorFacts | null, wanted: MentorFacts | null, };

/**
 * Who takes over, from when, and until when the one who leaves helps beside him.
 */
export type LeaveForm = { 
/**
 * `YYYY-MM-DD`, the first day of those who take over: today at latest.
 */
first_day: string, 
/**
 * `YYYY-MM-DD`, the last day of the one who leaves: today at the earliest.
 */
last_day: string, 
/**
 * For all villages that are not named.
 */
successor_id: string | null, by_village: Array<LeaveHeir>, 
/**
 * Of households that are planned to go to somebody else after the last day: `keep`, whoever was
 * to take over does so now; `replace`, whoever is named here does. Absent while nobody chose.
 */
planned: string | null, 
/**
 * May be empty while it is only looked at.
 */
reason: string, 
/**
 * What the preview said; needed to do it.
 */
seen: string | null, };

export type LeaveHeir = { village_code: string, person_id: string, };

/**
 * What would become of everything he answers for. Done only as it was seen.
 */
export type LeavePreview = { households: Array<LeaveHousehold>, teams: Array<LeaveTeam>, problems: Array<LeaveProblem>, 
/**
 * Roles that end with him; a captain's goes to whom his village is handed.
 */
roles: Array<LeaveRole>, 
/**
 * Where he has something, for naming one who takes over there.
 */
villages: Array<LeaveVillage>, 
/**
 * Who gets how much.
 */
gains: Array<LeaveGain>, 
/**
 * Of those who take over, as it would be afterwards.
 */
notices: Array<LoadNotice>, phones: Array<LeavePhone>, 
/**
 * Visits that were returned to him, to be put right on his phone.
 */
returned_visits: number, 
/**
 * Whether all of it can be done.
 */
can: boolean, seen: string, };

export type LeaveHousehold = { household_id: string, number: string, head_name: string, village: string, primary: boolean, 
/**
 * `handed_over`, `ends`, `as_planned`, `withdrawn`.
 */
becomes: string, successor_name: string | null, 
/**
 * Who was to take it over before anybody left.
 */
planned: LeavePlanned | null, 
/**
 * `planned_to_another` while nobody chose what becomes of that.
 */
refused: string | null, };

export type LeavePlanned = { name: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, };

export type LeaveTeam = { team_id: string, village: string, leads: boolean, successor_name: string | null, refused: string | null, };

export type LeaveProblem = { problem_id: string, number: string | null, title: string, village: string, successor_name: string | null, refused: string | null, };

export type LeaveRole = { role: string, 
/**
 * Town and village.
 */
area: string, successor_name: string | null, };

export type LeaveVillage = { code: string, 
/**
 * Town and village.
 */
name: string, households: number, problems: number, 
/**
 * Whether he leads it, by role or by team.
 */
leads: boolean, };

export type LeaveGain = { person_id: string, name: string, 
/**
 * He answers for them then.
 */
households: number, co_households: number, problems: number, teams: number, };

/**
 * A phone in use. It is not cut off: what it holds comes in after he has left, too.
 */
export type LeavePhone = { device_id: string, name: string, contact_ms: number, 
/**
 * Absent: it never said.
 */
reported: TeamSyncReport | null, };

export type PersonSignInForm = { login: string, };

/**
 * Shown once: the county keeps only hashes of it.
 */
export type PersonSignInMade = { login: string, 
/**
 * Absent when only the authenticator is new.
 */
password: string | null, until_ms: number | null, totp_secret: string | null, 
/**
 * `otpauth://…`, for a QR code.
 */
otpauth: string | null, };

export type TeamList = { teams: Array<TeamCard>, may_edit: boolean, };

export type TeamCard = { team_id: string, village_code: string, village: string, town: string, captain_id: string, 
/**
 * In order.
 */
members: Array<TeamPerson>, households: number, };

export type TeamPerson = { person_id: string, name: string, unit: string, };

export type TeamFacts = { village_code: string, captain_id: string, members: Array<string>, };

export type TeamForm = { 
/**
 * Absent for a new team.
 */
team_id: string | null, seen: TeamFacts | null, wanted: TeamFacts, };

export type CompliancePage = { switches: Array<ComplianceSwitch>, may_turn: boolean, };

export type ComplianceSwitch = { 
/**
 * `ranking`, `attendance`, `gallery_import`.
 */
name: string, is_on: boolean, 
/**
 * The newest first.
 */
steps: Array<ComplianceStep>, };

export type ComplianceStep = { is_on: boolean, 
/**
 * Empty where it was turned off.
 */
document: string, number: string, issued_on: string, 
/**
 * Empty where it was turned on.
 */
reason: string, by_name: string, at_ms: number, };

export type ComplianceForm = { name: string, 
/**
 * How it stood on the screen.
 */
seen: boolean, on: boolean, document: string, number: string, issued_on: string, reason: string, };

export type BackupList = { 
/**
 * False on PostgreSQL, which has tools of its own.
 */
is_sqlite: boolean, 
/**
 * On the server's disk.
 */
folder: string | null, backups: Array<BackupRow>, 
/**
 * A copy of the reader's own that is being made.
 */
job_id: string | null, 
/**
 * Free on the server's disk, when the system says.
 */
free_bytes: number | null, };

export type BackupRow = { name: string, bytes: number, made_ms: number, 
/**
 * Photos it speaks of, which are not in it.
 */
photos: number | null, };

export type JobBegun = { job_id: string, };

export type FactForm = { 
/**
 * The household first, then its members.
 */
records: Array<FactRecord>, };

export type FactRecord = { 
/**
 * `household`, `member`.
 */
kind: string, record_id: string, name: string, version: number, fields: Array<FactField>, };

export type FactField = { field: Labelled, 
/**
 * `text`, `phone`, `choice`, `choices`, `number`, `flag`, `place`.
 */
shape: string, least: number | null, 
/**
 * Of a number; characters of a text.
 */
most: number | null, required: boolean, options: Array<Labelled>, value: unknown, 
/**
 * Another value contests it; that stays for a person to decide.
 */
contested: boolean, };

export type FactSaveForm = { kind: string, record_id: string, 
/**
 * Of the row on the screen. Another by now is refused as stale.
 */
version: number, fields: Array<FactSaved>, };

export type FactSaved = { field: string, value: unknown, };
