// Written by cargo test. Do not edit.

export type SignInForm = { login: string, password: string, 
/**
 * Six digits of the authenticator.
 */
totp: string, };

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
period: string, households: number, 
/**
 * Households with a counting visit this half-year: submitted, and approved or further.
 */
visited_submitted: number, visited_approved: number, today: TodayFigures, waiting_captain: number, waiting_county: number, returned: number, accepted: number, photos_outstanding: number, 
/**
 * Problem candidates by severity, of visits not voided.
 */
problems: Array<ProblemCount>, towns: Array<TownRow>, 
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
free_bytes: number | null, };

/**
 * Whether somebody should see to it.
 */
export type Room = "enough" | "low" | "no_photos";

export type TodayFigures = { visits: number, photos: number, batches: number, accepted: number, active_phones: number, };

export type ProblemCount = { severity: Labelled, count: number, };

export type TownRow = { code: string, name: string, households: number, visited_submitted: number, visited_approved: number, problems: number, };

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

export type TeamSearch = { 
/**
 * Part of a village's or town's name.
 */
text?: string, after?: string, };

export type TeamList = { 
/**
 * By village.
 */
teams: Array<TeamState>, next: string | null, };

export type TeamState = { team_id: string, village: string, town: string, 
/**
 * Names of the town's captains.
 */
reviewers: Array<string>, 
/**
 * By name.
 */
members: Array<TeamMember>, };

export type TeamMember = { person_id: string, name: string, unit: string, captain: boolean, 
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
reported: TeamReport | null, 
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
export type TeamReport = { visits: number, changes: number, photos: number, at_ms: number, };

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
may_settle: boolean, later: MatchedPhoto, earlier: MatchedPhoto, };

export type MatchedPhoto = { photo_id: string, 
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
 * What the county asks of photos; phones hear of it with their next pull.
 */
export type PhotoSettings = { 
/**
 * Size a photo aims at.
 */
budget_kb: number, least_kb: number, most_kb: number, 
/**
 * Whether photos may be picked from the phone's gallery.
 */
gallery: boolean, 
/**
 * Absent while the defaults stand.
 */
set_ms: number | null, set_by: string | null, };

export type PhotoSettingsForm = { budget_kb: number, gallery: boolean, };

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
change: string, items: Array<FormItem>, };

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
export type UnhelpedList = { households: Array<UnhelpedRow>, next: string | null, total: number, 
/**
 * Of them, monitored.
 */
monitored: number, };

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

export type HelperList = { people: Array<HelperLoad>, next: string | null, total: number, 
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
 * `open`, `unassigned`, `overdue`, `to_verify`, `to_sign_off`, `closed` or `all`.
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
town: string | null, household_id: string | null, 
/**
 * `household` or `village`: whose problems they are.
 */
of: string | null, 
/**
 * Part of a number, a title or the name of the head of the household.
 */
text: string | null, after: string | null, };

/**
 * A page of problems, the newest first; `next` goes back as `after`.
 */
export type ProblemList = { problems: Array<ProblemRow>, counts: ProblemCounts, next: string | null, };

/**
 * How many there are in each group, with the other conditions as asked.
 */
export type ProblemCounts = { open: number, 
/**
 * Registered, declined or reopened: nobody answers for them.
 */
unassigned: number, overdue: number, to_verify: number, 
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
seen: number, };

export type ProblemPage = { problem: ProblemRow, detail: string, member_name: string | null, 
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
state: Labelled, by_name: string, at_ms: number, visit_id: string | null, reason: string | null, photos: Array<EvidencePhoto>, photo_waiver: string | null, on_site: boolean, owner_name: string | null, unit: string | null, due: string | null, measure: string | null, cause: string | null, result: string | null, other: ProblemName | null, };

/**
 * A step through the ledger; what is absent stays as it is.
 */
export type ProblemMoveForm = { step: string, 
/**
 * As the page said.
 */
round: number, reason: string | null, photos: Array<EvidenceChoice>, photo_waiver: string | null, on_site: boolean, owner_id: string | null, unit: string | null, 
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
also_answered: boolean, };

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
villages: Array<VillageName>, };

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
 * `accept`, `return`, `revoke`, `approve` or `void`.
 */
decision: string, reasons: Array<string>, comments: Array<DecideComment>, note: string | null, };

export type DecideComment = { item: string | null, member_id: string | null, text: string, };

export type HouseholdList = { households: Array<HouseholdRow>, next: string | null, 
/**
 * Of the whole filter, not the page.
 */
total: number, };

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
 * `all`, `due`, `monitored`, `visited` or `contested`.
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
area: string, households: number, devices: number, last_contact_ms: number | null, };

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
text: string | null, };

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
 * `active`, `revoked`, `silent` (not heard of for a week); all when absent.
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
