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
aside: number, };

export type TodayFigures = { visits: number, photos: number, batches: number, accepted: number, active_phones: number, };

export type ProblemCount = { severity: Labelled, count: number, };

export type TownRow = { code: string, name: string, households: number, visited_submitted: number, visited_approved: number, problems: number, };

export type DayRow = { date: string, visits: number, accepted: number, };

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
 * `no_location`, `location_far`, `clock_off`, `late`, `imported_photo`, `no_photo`, `rules_differ` …
 */
flags: Array<string>, };

/**
 * A visit whole, for review.
 */
export type VisitPage = { visit: VisitRow, household: HouseholdRow, profile: string, template_version: string, started_ms: number, location: VisitLocation | null, location_missing: string | null, photo_waiver: string | null, sections: Array<AnsweredSection>, photos: Array<VisitPhoto>, problems: Array<VisitProblem>, conclusions: Array<Conclusion>, reviews: Array<ReviewRow>, batch_id: string | null, 
/**
 * What the signed-in person may do now: `accept`, `return`, `revoke`, `approve`, `void`.
 */
moves: Array<string>, 
/**
 * Codes of `return_reason`.
 */
return_reasons: Array<Labelled>, digest: string, server_sequence: number, };

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

export type VisitPhoto = { photo_id: string, kind: Labelled, item: string, sha256: string, verified: boolean, taken_ms: number, imported: boolean, width: number, height: number, };

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

export type HouseholdRow = { household_id: string, number: string, head_name: string, town: string, village: string, group: string, size: number, category: Labelled | null, helper_name: string | null, last_visit_ms: number | null, visits: number, };

export type HouseholdPage = { household: HouseholdRow, phone_masked: string | null, address: string | null, base_type: Labelled, monitor_since: string | null, risks: Array<Labelled>, risk_eliminated: boolean, net_income_fen: number | null, members: Array<MemberRow>, visits: Array<VisitRow>, };

export type MemberRow = { member_id: string, name: string, id_number_masked: string, relation: string, gender: Labelled, birth: string, health: Array<Labelled>, labor: Labelled | null, active: boolean, };

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

export type EnrolmentForm = { person_id: string, };

/**
 * Shown once, as text and as a QR code of `ruhu://enrol?server=…&code=…`.
 */
export type EnrolmentCode = { 
/**
 * `ABCD-EFGH-JKMN`.
 */
code: string, expires_ms: number, };

export type AsideList = { changes: Array<AsideRow>, };

/**
 * A change the county holds aside, with why and since when.
 */
export type AsideRow = { change_id: string, 
/**
 * `held` or `quarantined`.
 */
disposition: string, code: string, kind: string, person_name: string, received_ms: number, bytes: number, };

export type AuditList = { entries: Array<AuditRow>, next: string | null, };

export type AuditRow = { position: number, at_ms: number, actor_name: string, 
/**
 * `signed_in`, `visit_accepted`, `id_number_shown` …
 */
action: string, subject: string, };
