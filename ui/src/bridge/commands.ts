// Written by cargo test. Do not edit.

/** Every command: what it takes and what it answers. */
export type Commands = {
  status: [Nothing, Status]
  enrol: [EnrolForm, Status]
  unlock: [PinForm, Status]
  lock: [Nothing, Status]
  change_pin: [PinChange, Status]
  save_settings: [Settings, Status]
  today: [Nothing, Today]
  list_households: [HouseholdQuery, HouseholdList]
  campaign: [CampaignRef, CampaignPage]
  household_tags: [Nothing, Array<HouseholdTag>]
  household: [HouseholdRef, HouseholdPage]
  print: [Nothing, Printing]
  policy_card: [Nothing, PolicyCard]
  household_facts: [HouseholdRef, FactsPage]
  save_facts: [FactsInput, FactsPage]
  resolve_fact: [FactDecision, FactsPage]
  undo_facts: [FactUndo, FactsPage]
  start_visit: [StartVisit, VisitForm]
  visit: [VisitRef, VisitForm]
  answer: [AnswerInput, VisitForm]
  confirm_unchanged: [SectionRef, VisitForm]
  stamp_preview: [VisitRef, StampPreview]
  add_photo: [PhotoInput, VisitForm]
  remove_photo: [PhotoRef, VisitForm]
  picture: [PictureQuery, Picture]
  photo_details: [PhotoQuery, PhotoDetails]
  blur_page: [PhotoRef, BlurPage]
  blur_photo: [BlurInput, VisitForm]
  waive_photo: [PhotoWaiver, VisitForm]
  locate: [LocateInput, VisitForm]
  waive_location: [LocationWaiver, VisitForm]
  dismiss_problem: [DismissProblem, VisitForm]
  seal_visit: [VisitRef, VisitForm]
  reopen_visit: [VisitRef, VisitForm]
  void_visit: [VoidVisit, VisitForm]
  problems: [Nothing, LedgerList]
  household_problems: [HouseholdRef, Array<LedgerCard>]
  problem_page: [ProblemRef, LedgerPage]
  move_problem: [MoveInput, LedgerPage]
  withdraw_problem_move: [ParkedRef, Withdrawn]
  raise_page: [RaiseAbout, RaisePage]
  raise_problem: [RaiseInput, LedgerPage]
  keep_problem_draft: [ProblemDraftInput, Nothing]
  ledgers: [Nothing, LedgerShelf]
  entries: [EntriesQuery, EntryList]
  household_entries: [HouseholdRef, Array<HouseholdLedger>]
  entry_page: [EntryRef, EntryPage]
  entry_form: [EntryFormQuery, EntryForm]
  keep_entry_draft: [EntryDraftInput, EntryReckoned]
  save_entry: [EntryInput, EntryPage]
  move_entry: [EntryInput, EntryPage]
  withdraw_entry: [ParkedRef, EntryWithdrawn]
  review_queue: [Nothing, ReviewQueue]
  review_page: [VisitRef, ReviewPage]
  decide: [DecisionInput, ReviewQueue]
  withdraw_decision: [ParkedRef, ReviewQueue]
  send_batch: [BatchInput, ReviewQueue]
  batch_page: [BatchRef, BatchPage]
  team: [Nothing, TeamPage]
  ask_team: [Nothing, TeamPage]
  covered: [CoverageQuery, CoverageList]
  me: [Nothing, Me]
  journal: [JournalQuery, JournalPage]
  sync_now: [Nothing, SyncSummary]
  cancel_sync: [Nothing, Nothing]
  network: [NetworkNews, Nothing]
  front: [Nothing, Nothing]
  retry_parked: [ParkedRef, Me]
  set_aside: [Nothing, SetAside]
  retry_change: [ParkedRef, SetAside]
  retry_photo: [PhotoRef, SetAside]
  take_back: [TakeBack, SetAside]
  put_back: [ParkedRef, SetAside]
  hand_in: [Nothing, HandIn]
  rescue: [Nothing, Rescue]
  export_bundle: [Nothing, Rescue]
  cancel_export: [Nothing, Nothing]
  hand_over_bundle: [BundleRef, HandedOver]
  bundle_piece: [BundlePieceRef, BundlePiece]
  delete_export: [BundleRef, Rescue]
  import_piece: [ImportPiece, ImportRef]
  import_bundle: [ImportRef, Imported]
  resend_bundle: [BundleRef, Rescue]
}

export type AlikeKind = "exact" | "alike" | "look";

/**
 * Another photo on this phone that shows the same picture. To be looked at, never judged.
 */
export type AlikePhoto = { photo_id: string, 
/**
 * See [`super::visit::PhotoCard::copy`].
 */
copy: string, kind: AlikeKind, 
/**
 * Bits of 128 that differ.
 */
distance: number, 
/**
 * Only when turned or mirrored.
 */
turned: boolean, 
/**
 * Of this very visit, for another item.
 */
same_visit: boolean, 
/**
 * The household's head, masked; absent when this phone may no longer see it.
 */
head_name: string | null, taken_ms: number, };

/**
 * An answer given, or with no value taken back.
 */
export type AnswerInput = { visit_id: string, item: string, member_id: string | null, value: AnswerInputValue | null, };

export type AnswerInputValue = { "type": "text", "value": string } | { "type": "choice", "value": string } | { "type": "choices", "value": Array<string> } | { "type": "integer", "value": number } | { "type": "decimal", "value": string } | { "type": "money", "value": number } | { "type": "date", "value": string } | { "type": "member", "value": string };

export type AsideChange = { change: WaitingChange, 
/**
 * How many changes of the same record wait behind it.
 */
behind: number, 
/**
 * Whether the visit can be opened again and mended.
 */
editable: boolean, last_attempt_ms: number | null, 
/**
 * Since when the county has it, by its own clock.
 */
county_since_ms: number | null, 
/**
 * What the county wrote about it.
 */
county_note: string | null, taken_back_ms: number | null, taken_back_reason: string | null, };

/**
 * A photo the county refused.
 */
export type AsidePhoto = { photo_id: string, visit_id: string, title: string, taken_ms: number, code: string, attempts: number, };

/**
 * A visit that could not be made.
 */
export type Attempt = { entry_id: string, 
/**
 * `YYYY-MM-DD`.
 */
on: string, reason: Labelled, };

export type BatchCard = { batch_id: string, 
/**
 * `waiting` while only this phone has it, else a code of `batch_state`.
 */
state: string, visits: number, accepted: number, returned: number, sent_ms: number, };

export type BatchInput = { visit_ids: Array<string>, };

/**
 * A batch followed to its end.
 */
export type BatchPage = { card: BatchCard, 
/**
 * Of a batch only this phone has.
 */
change_id: string | null, 
/**
 * Why the county refused it.
 */
code: string | null, 
/**
 * It has certainly not left this phone, or was refused.
 */
takes_back: boolean, 
/**
 * The county's signed receipt, if this phone sent the batch.
 */
receipt: BatchReceipt | null, received_ms: number | null, visits: Array<BatchVisit>, };

export type BatchReceipt = { 
/**
 * Its number in the county's books.
 */
number: number, received_ms: number, };

export type BatchRef = { batch_id: string, };

export type BatchVisit = { card: VisitCard, 
/**
 * `waiting`, `accepted` or `returned`.
 */
outcome: string, };

/**
 * A part of the upright picture, in fractions of its sides from the upper left.
 */
export type BlurArea = { left: number, top: number, width: number, height: number, };

/**
 * What to cover from now on; nothing uncovers the photo.
 */
export type BlurInput = { visit_id: string, photo_id: string, areas: Array<BlurArea>, };

/**
 * A photo to draw on.
 */
export type BlurPage = { 
/**
 * With nothing covered: `data:image/jpeg;base64,…`
 */
data_url: string, 
/**
 * How much of it is the picture; the rest is a strip added for the stamp.
 */
scene_width: number, scene_height: number, areas: Array<BlurArea>, };

export type BundlePiece = { 
/**
 * Base64; empty at the end.
 */
data: string, };

export type BundlePieceRef = { bundle_id: string, offset: number, };

export type BundleProgress = { bytes_done: number, bytes_total: number, };

export type BundleRef = { bundle_id: string, };

/**
 * A command's failure as it reaches the screen.
 */
export type CallError = { code: ErrorCode, 
/**
 * The item, argument or field it is about.
 */
field: string | null, retry_after_s: number | null, };

/**
 * A campaign as far as it concerns the households of this phone.
 */
export type CampaignCard = { campaign_id: string, title: string, 
/**
 * `YYYY-MM-DD`.
 */
starts: string, ends: string, 
/**
 * 0 on the last day, negative after it.
 */
days_left: number, 
/**
 * Households of this phone it concerns, and those of them that were visited for it.
 */
households: number, visited: number, 
/**
 * Percent of the households that are to be visited.
 */
required_coverage: number, };

export type CampaignCoverage = { card: CampaignCard, 
/**
 * Of the visited households, those with an approved visit for it.
 */
approved: number, };

export type CampaignHousehold = { household: HouseholdCard, 
/**
 * `YYYY-MM-DD`.
 */
visited_on: string | null, could_not: Attempt | null, };

export type CampaignPage = { card: CampaignCard, 
/**
 * `full`, `routine` or `four_ones`.
 */
profile: string, 
/**
 * Ended early or withdrawn by the county.
 */
cancelled: boolean, stages: Array<CampaignStage>, legal_basis: string, 
/**
 * Not yet visited: those a visit was tried at first. At most 500.
 */
waiting: Array<CampaignHousehold>, waiting_total: number, 
/**
 * Visited, the latest first. At most 500.
 */
visited: Array<CampaignHousehold>, visited_total: number, };

export type CampaignRef = { campaign_id: string, };

export type CampaignStage = { title: string, 
/**
 * `YYYY-MM-DD`.
 */
ends: string, days_left: number, };

export type CarriedBundle = { bundle_id: string, made_ms: number, arrived_ms: number, bytes: number, changes: number, photos: number, state: CarriedState, 
/**
 * Parts the county proved to hold, and all there are.
 */
proved: number, parts: number, 
/**
 * Why the county did not take a part.
 */
code: string | null, };

export type CarriedState = "waiting" | "sending" | "delivered" | "damaged" | "refused";

export type ChangedAnswer = { item: string, label: string, member_name: string | null, before: string | null, now: string | null, };

export type CommentCard = { item: string | null, item_label: string | null, member_id: string | null, text: string, author: string, made_ms: number, };

export type CommentInput = { item: string | null, member_id: string | null, text: string, };

export type ConclusionCard = { code: string, title: string, 
/**
 * `ok`, `basic`, `fail`, `yes`, `no`, `unknown`, `incomplete`, `problem`, `not_applicable` or a count.
 */
value: string, };

export type ContestedValue = { 
/**
 * Absent for the value that stands.
 */
contest_id: string | null, words: string, 
/**
 * Absent: as the roster says.
 */
by_name: string | null, at_ms: number | null, 
/**
 * This phone's owner said so.
 */
mine: boolean, 
/**
 * Chosen here, not yet heard of by the county.
 */
chosen: boolean, };

/**
 * How far the visits of a half-year are.
 */
export type Coverage = { 
/**
 * `2026-H2`.
 */
period: string, 
/**
 * Days until its last one.
 */
days_left: number, 
/**
 * Households to be visited by their cadence: the other three together.
 */
due: number, 
/**
 * With a counting visit a captain has approved.
 */
approved: number, 
/**
 * With a counting visit that none has approved yet.
 */
submitted: number, not_visited: number, };

export type CoverageList = { period: string, total: number, 
/**
 * By place; at most 500.
 */
households: Array<HouseholdCard>, };

export type CoveragePart = "approved" | "submitted" | "not_visited";

export type CoverageQuery = { part: CoveragePart, };

export type Decided = { change_id: string, card: VisitCard, decision: Decision, decided_ms: number, 
/**
 * It has certainly not left this phone, and no batch waits with it.
 */
takes_back: boolean, 
/**
 * A batch with it waits on this phone: that is taken back first.
 */
in_batch: boolean, };

export type Decision = "approve" | "return";

export type DecisionInput = { visit_id: string, 
/**
 * The revision that was on the screen.
 */
revision: number, decision: Decision, reasons: Array<string>, comments: Array<CommentInput>, note: string | null, };

export type Delivery = "queued" | "held" | "quarantined" | "parked" | "behind";

export type DismissProblem = { visit_id: string, key: string, 
/**
 * Empty takes the dismissal back.
 */
reason: string, };

export type EnrolForm = { 
/**
 * `https://…` as printed beside the code.
 */
server: string, code: string, };

export type EntriesQuery = { ledger: string, 
/**
 * Of one household; absent for all this phone has.
 */
household_id: string | null, };

/**
 * One entry in a list.
 */
export type EntryCard = { entry_id: string, ledger: Labelled, 
/**
 * What it is called by.
 */
title: string, 
/**
 * What it is counted by.
 */
kind: Labelled | null, 
/**
 * Where it stands, with what was done here laid over it.
 */
state: Labelled, settled: boolean, voided: boolean, 
/**
 * `YYYY-MM-DD`: when it was, or is to be.
 */
day: string | null, amount_fen: number | null, 
/**
 * `YYYY-MM-DD`: by when it is to be dealt with.
 */
due: string | null, 
/**
 * Negative once overdue.
 */
days_left: number | null, overdue: boolean, household_id: string | null, head_name: string, village: string, author_name: string, 
/**
 * This person wrote it.
 */
mine: boolean, 
/**
 * Something done here has not reached the county.
 */
on_its_way: boolean, 
/**
 * Why the county refused what was done here.
 */
refused: string | null, };

/**
 * A form that was left before it was saved.
 */
export type EntryDraft = { target: EntryFormQuery, ledger: Labelled, step: Labelled | null, title: string, head_name: string | null, saved_ms: number, 
/**
 * What it is about is no more, or has moved on: it can only be given up.
 */
overtaken: boolean, };

export type EntryDraftInput = { input: EntryInput, 
/**
 * False: given up.
 */
keep: boolean, };

export type EntryForm = { target: EntryFormQuery, ledger: Labelled, about: string, 
/**
 * The step's name.
 */
step: Labelled | null, head_name: string | null, fields: Array<FormField>, values: { [key in string]: FormValue }, needs_reason: boolean, reason: string, 
/**
 * It was left half typed and is there again.
 */
restored: boolean, reckoned: EntryReckoned, };

/**
 * Which form: a new entry (`ledger`), a correction (`entry_id`), a step (`entry_id` and `step`).
 */
export type EntryFormQuery = { ledger: string, household_id: string | null, entry_id: string | null, step: string | null, };

/**
 * A form as it was filled in.
 */
export type EntryInput = { target: EntryFormQuery, values: { [key in string]: FormValue }, reason: string, };

/**
 * A field with its value, ready to be read.
 */
export type EntryLine = { label: string, text: string, 
/**
 * The heading it stands under.
 */
group: string | null, };

export type EntryList = { ledger: Labelled, about: string, 
/**
 * Something is still to be done, the most pressing first.
 */
open: Array<EntryCard>, 
/**
 * The rest, the latest first; at most 200.
 */
settled: Array<EntryCard>, 
/**
 * What all of them come to, fen; absent where nothing is added up.
 */
amount_fen: number | null, can_add: boolean, 
/**
 * The county has not turned it on.
 */
off: boolean, 
/**
 * The head of the household it is the list of.
 */
head_name: string | null, };

export type EntryMove = { step: Labelled, 
/**
 * It asks for something before it is done.
 */
has_form: boolean, 
/**
 * Ends it badly or takes it out: asked about once more.
 */
careful: boolean, };

/**
 * One entry, whole.
 */
export type EntryPage = { card: EntryCard, about: string, lines: Array<EntryLine>, 
/**
 * What follows from it: of an income survey, its sums and how they come about.
 */
reckoned: Array<EntryLine>, 
/**
 * What looks odd; never a refusal.
 */
notices: Array<string>, 
/**
 * Oldest first; what was done here and has not come back is last.
 */
steps: Array<EntryStep>, moves: Array<EntryMove>, may_correct: boolean, 
/**
 * What can be taken back: it has not left, or was refused.
 */
withdrawable: string | null, };

/**
 * What was typed comes to so far.
 */
export type EntryReckoned = { lines: Array<EntryLine>, notices: Array<string>, };

export type EntryRef = { entry_id: string, };

export type EntryStep = { step: Labelled, state: Labelled, by_name: string, at_ms: number, reason: string | null, lines: Array<EntryLine>, 
/**
 * Fields somebody else had changed meanwhile: what stood there stayed.
 */
contested: Array<string>, 
/**
 * Only this phone has it.
 */
waiting: boolean, };

/**
 * What was taken back is in its form again.
 */
export type EntryWithdrawn = { target: EntryFormQuery, };

/**
 * Every way a command can fail. The UI has words for each; forgetting one does not compile there.
 */
export type ErrorCode = "offline" | "signed_out" | "device_revoked" | "bad_code" | "code_used" | "code_expired" | "too_many_tries" | "not_our_server" | "upgrade_needed" | "server_too_old" | "server_busy" | "server_failed" | "bad_address" | "stale" | "refused" | "busy" | "cancelled" | "not_enrolled" | "already_enrolled" | "another_person" | "another_county" | "locked" | "wrong_pin" | "pin_wait" | "bad_pin" | "key_unavailable" | "store_damaged" | "store_too_new" | "not_found" | "not_editable" | "not_ready" | "not_yours" | "not_allowed" | "decision_sent" | "reason_missing" | "answer_wrong_type" | "answer_not_an_option" | "answer_not_together" | "answer_too_small" | "answer_too_large" | "answer_too_long" | "answer_not_a_number" | "answer_too_many_decimals" | "answer_not_a_date" | "answer_not_a_member" | "fact_empty" | "fact_out_of_range" | "fact_not_a_phone" | "item_hidden" | "problem_moved" | "problem_not_yours" | "problem_own_work" | "problem_no_evidence" | "problem_not_on_site" | "problem_at_console" | "ledger_off" | "entry_twice" | "entry_moved" | "entry_own_work" | "entry_no_village" | "date_in_future" | "date_before_start" | "authorisation_needed" | "notice_too_short" | "notice_running" | "exits_first" | "category_needed" | "already_monitored" | "not_monitored" | "too_soon" | "no_labor" | "location_denied" | "location_off" | "location_timeout" | "location_by_hand" | "location_wrong" | "photo_empty" | "photo_not_an_image" | "photo_unsupported" | "photo_too_large" | "photo_truncated" | "photo_broken" | "photo_limit" | "photo_not_here" | "photo_original_gone" | "gallery_not_allowed" | "bundle_no_key" | "bundle_too_new" | "bundle_other_county" | "bundle_unreadable" | "bundle_too_large" | "hand_over_failed" | "no_room_for_photo" | "disk_full" | "server_full" | "bad_arguments" | "unknown_command" | "internal";

export type EvidenceRef = { visit_id: string, photo_id: string, };

export type ExportedBundle = { bundle_id: string, file_name: string, made_ms: number, bytes: number, changes: number, photos: number, };

/**
 * A correction or decision on its way.
 */
export type FactChange = { change_id: string, is_decision: boolean, delivery: FactDelivery, 
/**
 * Why a person is needed.
 */
code: string | null, 
/**
 * Never left, or was refused.
 */
can_undo: boolean, };

/**
 * Two or more values of one fact; a person decides.
 */
export type FactContest = { 
/**
 * What stands comes first.
 */
values: Array<ContestedValue>, 
/**
 * The decision on its way, if one was made here.
 */
change: FactChange | null, };

export type FactDecision = { household_id: string, kind: FactKind, record_id: string, field: string, 
/**
 * The version of the sheet the person saw.
 */
version: number, 
/**
 * The value that wins; absent for the one that stands.
 */
contest_id: string | null, };

export type FactDelivery = "queued" | "held" | "quarantined" | "parked" | "behind" | "confirmed";

export type FactField = { field: string, label: string, shape: FactShape, 
/**
 * As this phone has it: with what is not sent yet.
 */
value: FactInput, words: string, 
/**
 * What the county has, where this phone says otherwise.
 */
county_words: string | null, 
/**
 * The correction that waits.
 */
change_id: string | null, 
/**
 * Why the county refused it.
 */
refused: string | null, contest: FactContest | null, };

export type FactFieldInput = { field: string, value: FactInput, };

export type FactInput = { "type": "nothing" } | { "type": "text", "value": string } | { "type": "codes", "value": Array<string> } | { "type": "number", "value": number } | { "type": "flag", "value": boolean } | { "type": "place", "value": { lat: number, lon: number, } };

export type FactKind = "household" | "member";

export type FactShape = { "type": "text", most: number, } | { "type": "phone" } | { "type": "choice", options: Array<Labelled>, } | { "type": "choices", options: Array<Labelled>, alone: Array<string>, } | { "type": "number", least: number, most: number, } | { "type": "flag" } | { "type": "place" };

/**
 * One record's facts.
 */
export type FactSheet = { kind: FactKind, record_id: string, 
/**
 * The household's head, or the member.
 */
title: string, 
/**
 * How the member is related to the head.
 */
relation: string | null, 
/**
 * Of the county's row; a decision names the one it saw.
 */
version: number, fields: Array<FactField>, 
/**
 * What is on its way, oldest first.
 */
changes: Array<FactChange>, };

export type FactUndo = { household_id: string, change_id: string, };

export type FactsInput = { household_id: string, kind: FactKind, record_id: string, 
/**
 * Only what was changed.
 */
fields: Array<FactFieldInput>, };

export type FactsPage = { household_id: string, head_name: string, 
/**
 * The household first, then everyone in it.
 */
sheets: Array<FactSheet>, 
/**
 * Facts of which two values are known.
 */
contested: number, 
/**
 * Corrections and decisions only this phone has.
 */
waiting: number, };

export type FieldShape = "text" | "long_text" | "date" | "money" | "integer" | "choice" | "choices" | "member" | "members" | "household" | "area" | "id_number";

export type FormField = { code: string, label: string, shape: FieldShape, required: boolean, 
/**
 * Of choices and members.
 */
options: Array<Labelled>, 
/**
 * Of numbers; money in fen.
 */
min: number | null, max: number | null, 
/**
 * Characters.
 */
most: number | null, 
/**
 * Shown only when another field holds one of these.
 */
show_if: ShowIf | null, group: string | null, help: string | null, 
/**
 * A day that may not lie in the future.
 */
past: boolean, };

/**
 * The value of one field.
 */
export type FormValue = string | number | Array<string>;

export type Gap = { 
/**
 * `item_missing`, `photo_missing`, `location_missing`, `times_wrong` …
 */
code: string, section: string | null, item: string | null, member_id: string | null, 
/**
 * The item's label.
 */
label: string | null, };

/**
 * Whether this phone may be handed in, from receipts checked anew.
 */
export type HandIn = { 
/**
 * Everything recorded here is proved to be at the county.
 */
safe: boolean, county: string, recorded: number, verified: number, outstanding: number, photos: number, photos_verified: number, left: Array<HandInLeft>, checked_ms: number, 
/**
 * When everything was last proved, and how much that was.
 */
proved_ms: number | null, proved_count: number | null, };

/**
 * Something only this phone has, or that the county has not taken in.
 */
export type HandInLeft = { what: HandInWhat, 
/**
 * The household's head, where there is one.
 */
title: string, visit_id: string | null, 
/**
 * Of a problem raised or moved, or of a form about one.
 */
problem_id: string | null, 
/**
 * Of an entry of a ledger, or of a form about one.
 */
entry_id: string | null, 
/**
 * Photos of one visit are one line.
 */
count: number, code: string | null, };

/**
 * What is left, each with something else to do about it.
 */
export type HandInWhat = "draft" | "problem_draft" | "entry_draft" | "queued" | "behind" | "parked" | "held" | "quarantined" | "photo" | "photo_refused" | "unproved";

/**
 * How a rescue file left the app.
 */
export type HandedOver = { "how": "saved", folder: string, } | { "how": "shared" } | { "how": "download", file_name: string, bytes: number, };

/**
 * Somebody a household can turn to.
 */
export type HelperCard = { 
/**
 * Empty where this phone does not know the person.
 */
name: string, unit: string, 
/**
 * Known of the phone's owner alone.
 */
phone: string | null, primary: boolean, 
/**
 * `YYYY-MM-DD`; empty for a captain.
 */
from: string, 
/**
 * The last day, where it is set: a hand-over is under way.
 */
to: string | null, 
/**
 * He is to begin.
 */
planned: boolean, };

export type HistoryKind = "visit" | "problem" | "facts";

/**
 * One line of what happened.
 */
export type HistoryLine = { at_ms: number, kind: HistoryKind, 
/**
 * The problem's title and its step; the facts corrected; empty for a visit.
 */
what: string, 
/**
 * Who visited; whose fact it was. May be empty.
 */
of: string, 
/**
 * The visit, the problem, or the household.
 */
record_id: string, };

export type HouseholdCard = { household_id: string, head_name: string, 
/**
 * Last four of the household number.
 */
number_tail: string, village: string, group: string, size: number, 
/**
 * Monitored category in words, when monitored.
 */
category: Labelled | null, 
/**
 * By the cadence of its group.
 */
task: TaskState, 
/**
 * Why it is not to be visited.
 */
task_reason: TaskReason | null, 
/**
 * `YYYY-MM-DD`.
 */
due_on: string | null, last_visit_on: string | null, 
/**
 * An unfinished or unsent visit on this phone.
 */
draft: string | null, 
/**
 * Facts of which two values are known, members' included.
 */
contested: number, };

export type HouseholdFilter = "all" | "due" | "monitored" | "visited" | "contested" | "deed";

/**
 * All entries of one household, ledger by ledger.
 */
export type HouseholdLedger = { ledger: Labelled, about: string, entries: Array<EntryCard>, can_add: boolean, };

export type HouseholdList = { total: number, households: Array<HouseholdCard>, };

export type HouseholdOrder = "place" | "due" | "name" | "last_visit";

export type HouseholdPage = { card: HouseholdCard, 
/**
 * The visit first, then good deeds, then campaigns by their last day.
 */
tasks: Array<TaskCard>, number: string, address: string | null, 
/**
 * `138****1234`.
 */
phone_masked: string | null, 
/**
 * For the dialler; shown nowhere.
 */
phone: string | null, base_type: Labelled, monitor_since: string | null, 
/**
 * In order of weight. Those that tell of health are left out unless the phone's owner helps
 * the household (DOMAIN §3.1).
 */
risks: Array<Labelled>, risks_hidden: number, risk_eliminated: boolean, 
/**
 * `YYYY-MM-DD`: when the risk was marked as removed.
 */
eliminated_on: string | null, 
/**
 * `YYYY-MM-DD`: when the household ended, merged into another or gone.
 */
ended_on: string | null, welfare: Array<Labelled>, relocated: boolean, no_labor: boolean, net_income_fen: number | null, percap_fen: number | null, county: string, town: string, 
/**
 * Who helps it, the primary first.
 */
helpers: Array<HelperCard>, 
/**
 * Who leads the village's team, where this phone has it.
 */
captain: HelperCard | null, members: Array<MemberCard>, 
/**
 * Members who can work.
 */
labor_count: number, 
/**
 * Whether health stands with each member; otherwise only how many are concerned.
 */
shows_health: boolean, members_ill: number, visits: Array<VisitCard>, 
/**
 * Open ones, most pressing first.
 */
problems: Array<LedgerCard>, problems_closed: number, 
/**
 * Of its visits, as far as this phone holds the picture; the newest first.
 */
photos: Array<HouseholdPhoto>, 
/**
 * The latest first.
 */
history: Array<HistoryLine>, lat: number | null, lon: number | null, 
/**
 * Corrections and decisions of facts that only this phone has.
 */
facts_waiting: number, };

export type HouseholdPhoto = { visit_id: string, photo: PhotoCard, };

export type HouseholdQuery = { 
/**
 * Name, pinyin, initials, household number, group, or what a tag is called.
 */
text: string, filter: HouseholdFilter, 
/**
 * `group.code`, as [`HouseholdTag`] has them: any of one group, each group.
 */
tags: Array<string>, order: HouseholdOrder, 
/**
 * Rows to skip; pages hold 50.
 */
skip: number, };

export type HouseholdRef = { household_id: string, };

/**
 * What households can be told apart by, as far as this phone has any.
 */
export type HouseholdTag = { 
/**
 * `risk.illness`, `member.child`.
 */
tag: string, 
/**
 * `monitor`, `base`, `risk`, `welfare`, `member`, `health` or `home`.
 */
group: string, label: string, 
/**
 * How many have it. Health is counted among the owner's own households alone.
 */
households: number, };

/**
 * A file somebody brought, in pieces: none is ever held whole.
 */
export type ImportPiece = { 
/**
 * Absent with the first piece.
 */
import_id: string | null, offset: number, 
/**
 * Base64.
 */
data: string, };

export type ImportRef = { import_id: string, };

export type Imported = { 
/**
 * It was here before, or was delivered already.
 */
known: boolean, rescue: Rescue, };

export type ItemForm = { code: string, label: string, help: string | null, kind: ItemKind, required: boolean, options: Array<OptionForm>, unit: string | null, min: number | null, max: number | null, decimals: number, max_length: number | null, value: AnswerInputValue | null, 
/**
 * Taken over from an earlier visit and not yet touched.
 */
carried: boolean, 
/**
 * Filled in by the app from what it knows.
 */
computed: boolean, photos: Array<PhotoCard>, photos_min: number, photos_max: number, 
/**
 * A photo may be replaced by a reason.
 */
waivable: boolean, };

export type ItemGroup = { member_id: string | null, member_name: string | null, 
/**
 * Relation and age, such as `之子 · 12`.
 */
member_note: string | null, items: Array<ItemForm>, };

export type ItemKind = "yes_no" | "yes_no_na" | "enum" | "multi_enum" | "integer" | "number" | "money" | "text" | "date" | "photo" | "signature" | "member_ref";

export type JournalEntry = { position: number, at_ms: number, 
/**
 * `round_done`, `sent`, `received`, `refused`, `photo_verified` …
 */
event: string, 
/**
 * What it was about: a visit, a batch; ids and counts, never names.
 */
subject: string | null, count: number | null, code: string | null, };

export type JournalPage = { entries: Array<JournalEntry>, more: boolean, };

export type JournalQuery = { 
/**
 * Entries before this position; absent for the newest.
 */
before: number | null, };

/**
 * A code with its label in the phone's language.
 */
export type Labelled = { code: string, label: string, };

/**
 * One problem in a list.
 */
export type LedgerCard = { problem_id: string, 
/**
 * Absent for a problem of the village itself.
 */
household_id: string | null, 
/**
 * 县码-年-序号; the county gives it when the problem is registered.
 */
number: string | null, title: string, 
/**
 * Empty for a problem of the village itself.
 */
head_name: string, 
/**
 * Village and group.
 */
place_name: string, category: Labelled, severity: Labelled, 
/**
 * Where it stands, with what was done here laid over it.
 */
state: Labelled, open: boolean, 
/**
 * `YYYY-MM-DD`.
 */
due: string | null, 
/**
 * Negative once overdue; of open problems alone.
 */
days_left: number | null, overdue: boolean, 
/**
 * Something done here has not reached the county.
 */
on_its_way: boolean, 
/**
 * Why the county refused what was done here.
 */
refused: string | null, };

/**
 * A ledger in a list of ledgers.
 */
export type LedgerCount = { ledger: Labelled, 
/**
 * What it is for, in a sentence.
 */
about: string, 
/**
 * Entries something is still to be done about.
 */
open: number, 
/**
 * Of these, past their day.
 */
overdue: number, 
/**
 * All but those taken out.
 */
total: number, };

/**
 * A form that was left before it was sent.
 */
export type LedgerDraft = { 
/**
 * Absent for a problem that is not raised yet.
 */
problem_id: string | null, household_id: string | null, 
/**
 * For one of a village that is not raised yet.
 */
area_code: string | null, 
/**
 * A name of `domain::problem::ProblemMove`, or `raise`.
 */
step: string, 
/**
 * Empty where the problem is not on this phone any more.
 */
title: string, 
/**
 * The head of the household; the village where there is none.
 */
head_name: string, saved_ms: number, 
/**
 * The move is not open any more: the form can only be given up.
 */
overtaken: boolean, };

export type LedgerList = { 
/**
 * A move is this person's.
 */
to_do: Array<LedgerCard>, 
/**
 * Reported as rectified; this person may verify.
 */
to_verify: Array<LedgerCard>, 
/**
 * Open, and somebody else's to move.
 */
others: Array<LedgerCard>, 
/**
 * The last weeks', latest first.
 */
closed: Array<LedgerCard>, 
/**
 * Typed and not sent.
 */
drafts: Array<LedgerDraft>, 
/**
 * This person leads them, and may report about them.
 */
villages: Array<LedgerVillage>, };

export type LedgerMember = { member_id: string, name: string, };

export type LedgerMove = { step: string, 
/**
 * The one to do first.
 */
main: boolean, 
/**
 * What was typed for it before.
 */
draft: MoveInput | null, };

/**
 * One problem, whole.
 */
export type LedgerPage = { card: LedgerCard, member_name: string | null, detail: string | null, source: Labelled, 
/**
 * 责任单位: its name, or its role where the name is not known; empty before it is assigned
 * and without a checklist that says.
 */
unit: string, 
/**
 * 配合单位, by name.
 */
cooperating_units: Array<string>, 
/**
 * 责任人; empty when nobody is named.
 */
owner_name: string, 
/**
 * This person answers for it.
 */
mine: boolean, found_ms: number, 
/**
 * Before an extension; absent without one.
 */
first_due: string | null, 
/**
 * Verified on the spot by another person, then signed off by the county.
 */
critical: boolean, 
/**
 * Critical, verified, and waiting for the county.
 */
waits_for_county: boolean, 
/**
 * How often it was reported as rectified: a move names the report that was on the screen.
 */
round: number, merged_into: string | null, 
/**
 * The household can be opened and visited on this phone.
 */
household_here: boolean, 
/**
 * An unfinished visit there.
 */
visit_draft: string | null, 
/**
 * Oldest first; what was done here and has not come back is last.
 */
steps: Array<LedgerStep>, 
/**
 * Of the visit that found it.
 */
before: Array<LedgerPhoto>, 
/**
 * Named by whoever reported it as rectified.
 */
after: Array<LedgerPhoto>, 
/**
 * Named photos of visits this phone does not have.
 */
photos_elsewhere: number, 
/**
 * What this person may do now; the one to do first stands first.
 */
moves: Array<LedgerMove>, 
/**
 * Photos to choose from for a report; of visits made since.
 */
evidence: Array<LedgerPhoto>, 
/**
 * What is done at the county's console alone: assigning, extending, keeping open, merging.
 */
at_console: boolean, };

export type LedgerPhoto = { visit_id: string, photo: PhotoCard, };

/**
 * The village's and one's own ledgers, and what waits for this person in all of them.
 */
export type LedgerShelf = { village: Array<LedgerCount>, own: Array<LedgerCount>, household: Array<LedgerCount>, 
/**
 * A step of these is this person's, the most pressing first.
 */
to_do: Array<EntryCard>, 
/**
 * Typed and not saved.
 */
drafts: Array<EntryDraft>, };

export type LedgerStep = { 
/**
 * A name of `domain::problem::ProblemMove`; `raised`, or `seen` by a later visit.
 */
step: string, 
/**
 * Where it stood afterwards; absent while the county has not said.
 */
state: Labelled | null, by_name: string, at_ms: number, reason: string | null, result: string | null, 
/**
 * Why there were no photos.
 */
photo_waiver: string | null, photos: number, on_site: boolean, 
/**
 * 责任单位 and 配合单位, where the step named them.
 */
unit: string | null, cooperating_units: Array<string>, 
/**
 * A new day, where the step named one.
 */
due: string | null, 
/**
 * Done on this phone, and not in the county's row.
 */
waiting: LedgerWaiting | null, };

/**
 * A village somebody leads.
 */
export type LedgerVillage = { 
/**
 * Twelve digits.
 */
area_code: string, name: string, };

export type LedgerWaiting = { change_id: string, 
/**
 * Absent once the county confirmed it and only its row has not come.
 */
delivery: Delivery | null, code: string | null, 
/**
 * Never left, or was refused.
 */
can_withdraw: boolean, };

/**
 * Takes a fix; with coordinates where the platform has no receiver (desktop, preview).
 */
export type LocateInput = { visit_id: string, lat: number | null, lon: number | null, };

export type LocationCard = { lat: number | null, lon: number | null, accuracy_m: number | null, 
/**
 * A code of `geo_quality`.
 */
quality: string, 
/**
 * Set by hand instead of measured.
 */
manual: boolean, mock: boolean, missing_reason: string | null, 
/**
 * From the household's known place, when both are known.
 */
distance_m: number | null, };

export type LocationWaiver = { visit_id: string, reason: string, };

export type Me = { sync: SyncState, 
/**
 * Changes that only this phone has.
 */
waiting: Array<WaitingChange>, photos_waiting: number, photos_waiting_bytes: number, 
/**
 * Of these, how many only wait for Wi-Fi.
 */
photos_for_wifi: number, 
/**
 * Everything this phone ever recorded, and what of it the county proved to hold.
 */
recorded: number, verified: number, database_bytes: number, };

export type MemberCard = { member_id: string, name: string, id_number_masked: string, relation: string, gender: Labelled, age: number, education: Labelled | null, school: Labelled | null, 
/**
 * Empty unless the page shows health.
 */
health: Array<Labelled>, labor: Labelled | null, work: Labelled | null, company: string | null, 
/**
 * As the roster says; each visit asks again.
 */
medins: Labelled | null, 
/**
 * As the roster says; each visit asks again.
 */
pension: Labelled | null, 
/**
 * Kind and level; absent unless the page shows health.
 */
disability: string | null, ethnicity: Labelled | null, guardian: string | null, phone_masked: string | null, 
/**
 * Whole, to be called: for the household's own helper only.
 */
phone: string | null, 
/**
 * What last changed whether he belongs here.
 */
change: Labelled | null, 
/**
 * `YYYY-MM-DD`.
 */
changed_on: string | null, active: boolean, };

/**
 * A move. Empty texts say nothing; what the move does not take is left out.
 */
export type MoveInput = { problem_id: string, step: string, 
/**
 * The page's.
 */
round: number, reason: string, result: string, photos: Array<EvidenceRef>, photo_waiver: string, on_site: boolean, };

/**
 * What the shell or the screen heard of the network.
 */
export type NetworkNews = { up: boolean, };

/**
 * Nothing to say.
 */
export type Nothing = Record<symbol, never>;

export type OptionForm = { code: string, label: string, 
/**
 * Chosen alone.
 */
exclusive: boolean, };

export type OwnVisit = { card: VisitCard, 
/**
 * Names of the town's captains, as far as known.
 */
reviewers: Array<string>, };

export type Owner = { person_id: string, name: string, unit: string, county: string, team: string | null, 
/**
 * Whether this person reviews others' visits.
 */
captain: boolean, };

export type ParkedRef = { change_id: string, };

export type PersonSync = { person_id: string, name: string, unit: string, 
/**
 * Leads the team.
 */
captain: boolean, 
/**
 * This phone's owner: counted here and now.
 */
me: boolean, 
/**
 * Whether the county has told of him.
 */
known: boolean, 
/**
 * Phones of his in use.
 */
phones: number, 
/**
 * Absent when none was ever heard.
 */
contact_ms: number | null, 
/**
 * Absent when none ever said what it still has.
 */
reported: Reported | null, 
/**
 * Photos of his visits that the county waits for.
 */
photos_missing: number, 
/**
 * Visits of his that wait for a captain.
 */
to_review: number, };

export type Phase = "new" | "locked" | "ready";

export type PhotoCard = { photo_id: string, kind: Labelled, taken_ms: number, bytes: number, imported: boolean, 
/**
 * A valid receipt of the county is here.
 */
verified: boolean, 
/**
 * Whether this phone holds the picture.
 */
here: boolean, delivery: PhotoDelivery, 
/**
 * Names the bytes that are sent: another copy of the same photo is another picture to show.
 */
copy: string, 
/**
 * How many parts are covered in it.
 */
blurred: number, 
/**
 * Photos that show the same picture, until the visit is sealed.
 */
alike: Array<AlikePhoto>, };

/**
 * How far a photo has come. One word and one icon each.
 */
export type PhotoDelivery = "here" | "waiting" | "sending" | "refused" | "verified" | "elsewhere";

/**
 * What is known of one photo.
 */
export type PhotoDetails = { photo_id: string, visit_id: string, kind: Labelled, 
/**
 * The item it was taken for.
 */
item_label: string | null, taken_ms: number, 
/**
 * County, town, village and group, as on the stamp.
 */
place: string, 
/**
 * Coordinates with their datum, as on the stamp; absent without a fix.
 */
coordinates: string | null, accuracy_m: number | null, 
/**
 * A code of `geo_quality`.
 */
quality: string, 
/**
 * Set by hand instead of measured.
 */
manual: boolean, mock: boolean, 
/**
 * From the household's known place, when both are known; 0 is north, 90 east.
 */
distance_m: number | null, bearing_deg: number | null, visitor: string, 
/**
 * The household's head, masked.
 */
head_name: string, 
/**
 * The last digits of the household's number.
 */
number_tail: string, check_code: string, bytes: number, width: number, height: number, imported: boolean, 
/**
 * Of an imported file that says anything of itself.
 */
exif: PhotoExif | null, delivery: PhotoDelivery, 
/**
 * Of a photo under way.
 */
sent_percent: number, verified_ms: number | null, 
/**
 * How many parts are covered in the copy that is sent.
 */
blurred: number, 
/**
 * Whether parts may be covered now.
 */
can_blur: boolean, 
/**
 * Characters of the stamp that stand on the photo as crossed boxes: no font here has them.
 */
boxed: string | null, };

/**
 * What an imported file claims. Shown, never trusted.
 */
export type PhotoExif = { 
/**
 * Local time as its maker wrote it: `2026-11-22T09:56:00`, perhaps with an offset.
 */
time: string | null, coordinates: string | null, 
/**
 * From where the phone says the photo was added, when both are known.
 */
distance_m: number | null, };

export type PhotoInput = { visit_id: string, item: string, member_id: string | null, 
/**
 * The camera's file, base64.
 */
data: string, 
/**
 * Picked from files instead of taken with the camera.
 */
imported: boolean, };

export type PhotoQuery = { photo_id: string, };

export type PhotoRef = { visit_id: string, photo_id: string, };

export type PhotoWaiver = { visit_id: string, 
/**
 * Empty takes the waiver back.
 */
reason: string, 
/**
 * Whose photo could not be taken; the photo with the household when absent.
 */
item?: string, member_id?: string, };

export type Picture = { 
/**
 * `data:image/jpeg;base64,…`
 */
data_url: string, };

export type PictureQuery = { photo_id: string, size: PictureSize, };

export type PictureSize = "thumbnail" | "full";

/**
 * Sets, changes or (with an empty `new_pin`) removes the PIN.
 */
export type PinChange = { old_pin: string | null, new_pin: string, };

export type PinForm = { pin: string, };

/**
 * Where a visit is, as its visitor sees it. One word and one icon each.
 */
export type Place = "draft" | "waiting" | "received" | "captain_approved" | "returned" | "batched" | "county_accepted" | "needs_person" | "voided";

export type PolicyCard = { 
/**
 * `YYYY-MM-DD`: the day the texts are read on.
 */
date: string, villages: Array<VillageFacts>, policies: Array<PolicyLine>, 
/**
 * How many of them the county has filled in.
 */
filled: number, };

export type PolicyLine = { code: string, name: string, 
/**
 * Whose matter it is in a town.
 */
unit_role: Labelled, 
/**
 * The text that holds today; absent while the county has not filled it in.
 */
text: PolicyText | null, 
/**
 * The next text, where one is known already.
 */
next: PolicyText | null, };

export type PolicyText = { text: string, 
/**
 * `YYYY-MM-DD`.
 */
from: string, 
/**
 * The last day; absent while it holds on.
 */
until: string | null, };

/**
 * Who prints a page.
 */
export type Printing = "in_page" | "by_system" | "impossible";

export type ProblemCard = { key: string, title: string, member_name: string | null, category: Labelled, severity: Labelled, unit: Labelled, 
/**
 * The visitor's reason for setting it aside.
 */
dismissed: string | null, 
/**
 * Proposes a lead of this risk type; people decide.
 */
risk_lead: Labelled | null, };

/**
 * A form as it stands.
 */
export type ProblemDraft = { "type": "move", "value": MoveInput } | { "type": "raise", "value": RaiseInput };

export type ProblemDraftInput = { draft: ProblemDraft, 
/**
 * False gives it up.
 */
keep: boolean, };

export type ProblemRef = { problem_id: string, };

/**
 * What a new problem is about: a household, or the village itself.
 */
export type RaiseAbout = { household_id: string | null, area_code: string | null, };

/**
 * A problem found without a visit.
 */
export type RaiseInput = { 
/**
 * Absent for a problem of the village itself.
 */
household_id: string | null, 
/**
 * The village's code, where there is no household.
 */
area_code: string | null, member_id: string | null, 
/**
 * Empty: screening.
 */
source: string, category: string, severity: string, title: string, detail: string, };

/**
 * What the form for a new problem offers.
 */
export type RaisePage = { 
/**
 * Absent for a problem of the village itself.
 */
household_id: string | null, area_code: string | null, 
/**
 * Empty for the village itself.
 */
head_name: string, place_name: string, members: Array<LedgerMember>, categories: Array<Labelled>, severities: Array<Labelled>, 
/**
 * Where a cadre may have it from.
 */
sources: Array<Labelled>, 
/**
 * Titles the checklist has for a category.
 */
titles: Array<TitleHint>, draft: RaiseInput | null, };

export type Reported = { visits: number, changes: number, photos: number, at_ms: number, };

export type Rescue = { 
/**
 * What only this phone has, and a new file would hold.
 */
changes: number, photos: number, bytes: number, 
/**
 * False until the county's key has been pulled and checked.
 */
can_export: boolean, 
/**
 * The file being written now.
 */
exporting: BundleProgress | null, exported: Array<ExportedBundle>, carried: Array<CarriedBundle>, };

export type ReviewPage = { card: VisitCard, 
/**
 * What this captain may decide now.
 */
moves: Array<Decision>, 
/**
 * His own: he does not review it.
 */
own: boolean, 
/**
 * Of his own: who does, as far as known.
 */
reviewers: Array<string>, 
/**
 * What he decided and the county has not.
 */
decided: Decided | null, 
/**
 * Read-only; answers that differ from the visit before are listed in `changed`.
 */
form: VisitForm, changed: Array<ChangedAnswer>, 
/**
 * Whether there was a visit before to compare with.
 */
has_previous: boolean, 
/**
 * Codes of things to look at: `no_location`, `location_far`, `late`, `imported_photo`, `photos_outstanding` …
 */
flags: Array<string>, 
/**
 * Absent when either place is unknown.
 */
sketch: Sketch | null, 
/**
 * Codes of `return_reason`.
 */
return_reasons: Array<Labelled>, };

export type ReviewQueue = { 
/**
 * Waiting for this captain, oldest first.
 */
waiting: Array<VisitCard>, 
/**
 * Approved and not yet in a batch.
 */
approved: Array<VisitCard>, 
/**
 * Sent back, waiting for the visitor.
 */
returned: Array<VisitCard>, batches: Array<BatchCard>, 
/**
 * One's own, waiting for another captain.
 */
own: Array<OwnVisit>, 
/**
 * Decisions that only this phone has, the latest first.
 */
decided: Array<Decided>, 
/**
 * Decisions the county refused, because somebody decided first or the visit came anew.
 */
superseded: Array<Superseded>, };

/**
 * Whether the phone's disk has room for photos.
 */
export type Room = "enough" | "low" | "none";

export type SectionForm = { code: string, title: string, 
/**
 * The member this part is about, when the section is asked per member.
 */
groups: Array<ItemGroup>, answered: number, required: number, 
/**
 * Offered when the visit before answered this section and nothing here was touched.
 */
can_confirm_unchanged: boolean, 
/**
 * Confirmed as unchanged.
 */
unchanged: boolean, };

export type SectionRef = { visit_id: string, section: string, };

/**
 * What needs a person, here or at the county.
 */
export type SetAside = { 
/**
 * Refused: somebody here must decide.
 */
refused: Array<AsideChange>, 
/**
 * The county has them aside; somebody there decides.
 */
at_county: Array<AsideChange>, photos: Array<AsidePhoto>, 
/**
 * Taken back here; nothing is deleted, each can be put back.
 */
taken_back: Array<AsideChange>, };

export type Settings = { 
/**
 * `zh` or `en`.
 */
language: string, 
/**
 * 100, 125, 150 or 200.
 */
text_percent: number, high_contrast: boolean, photos_on_wifi_only: boolean, };

export type ShowIf = { field: string, any_of: Array<string>, };

/**
 * Where something was, seen from the household's known place.
 */
export type Sketch = { distance_m: number, 
/**
 * 0 is north, 90 east.
 */
bearing_deg: number, accuracy_m: number, 
/**
 * Further than this is worth a look.
 */
far_m: number, };

/**
 * The stamp as it would stand on a photo taken now.
 */
export type StampPreview = { lines: Array<string>, 
/**
 * Which of the lines is the time, as `2026-11-22 10:00:00` in Asia/Shanghai.
 */
time_line: number, 
/**
 * The county's time, which the phone's clock may miss.
 */
now_ms: number, };

export type StartVisit = { household_id: string, 
/**
 * `full`, `routine` or `four_ones`.
 */
profile: string, };

export type Status = { phase: Phase, settings: Settings, person: Owner | null, 
/**
 * True where a location is set by hand (desktop, preview).
 */
manual_location: boolean, has_pin: boolean, app_version: string, 
/**
 * This app met something that only a newer one can read, or the county asks for a newer one.
 * Everything is kept meanwhile.
 */
update_wanted: boolean, 
/**
 * Counts for the tab badges.
 */
returned: number, unsent: number, to_review: number, 
/**
 * For photos; words need next to none.
 */
room: Room, 
/**
 * Whether the last round found the county; absent before the first since the app was opened.
 */
reached: boolean | null, };

export type Superseded = { change_id: string, card: VisitCard, 
/**
 * What was decided here.
 */
decision: Decision, decided_ms: number, 
/**
 * Why the county refused it: `stale`, `not_from_here` …
 */
code: string, 
/**
 * The visit came again since, as this revision.
 */
newer_revision: number | null, 
/**
 * Who decided last at the county, what, and when that was received.
 */
by: string | null, theirs: Decision | null, at_ms: number | null, };

/**
 * Sent as an event, at most ten times a second, while a round runs.
 */
export type SyncProgress = { step: SyncStep, done: number, total: number, bytes_done: number, bytes_total: number, };

export type SyncState = { running: boolean, last_success_ms: number | null, last_attempt_ms: number | null, 
/**
 * The error code of the last attempt, if it failed.
 */
last_error: string | null, 
/**
 * Seconds until the next attempt; absent when nothing but an event will bring one.
 */
next_in_s: number | null, 
/**
 * Trying again does not cure the last failure.
 */
needs_person: boolean, };

export type SyncStep = "push" | "pull" | "photos" | "verify" | "done";

export type SyncSummary = { sent: number, refused: number, received: number, photos: number, bytes_up: number, bytes_down: number, ms: number, };

export type TakeBack = { change_id: string, reason: string, };

/**
 * One task of a household.
 */
export type TaskCard = { kind: TaskKind, state: TaskState, 
/**
 * Of a cancelled one.
 */
reason: TaskReason | null, campaign_id: string | null, 
/**
 * The campaign's title; empty for the other kinds.
 */
title: string, 
/**
 * Of the visit it asks for: `full`, `routine` or `four_ones`.
 */
profile: string, 
/**
 * `YYYY-MM-DD`: first and last day of its period. Absent where nothing is asked.
 */
from: string | null, until: string | null, 
/**
 * Days until the last one: 0 on it, negative after it.
 */
days_left: number | null, 
/**
 * Times done in the period, and asked for.
 */
done: number, times: number, 
/**
 * When it was done last in the period, `YYYY-MM-DD`.
 */
done_on: string | null, 
/**
 * The last time in the period that a visit could not be made; it is still to be made.
 */
could_not: Attempt | null, };

export type TaskKind = "visit" | "good_deed" | "campaign";

/**
 * Why a task is not to be done.
 */
export type TaskReason = "household_ended" | "assignment_ended" | "assigned_too_late" | "no_cadence";

export type TaskState = "upcoming" | "due" | "overdue" | "done" | "missed" | "cancelled";

export type TeamCard = { team_id: string, village: string, town: string, 
/**
 * By name.
 */
members: Array<PersonSync>, 
/**
 * How far a village's half-year is, as the county said when it was asked last: of a village of
 * the owner's town. His own village's is counted here ([`TeamPage::coverage`]).
 */
coverage: VillageCoverage | null, };

export type TeamPage = { teams: Array<TeamCard>, 
/**
 * When the county said so; absent before it was ever asked.
 */
heard_ms: number | null, now_ms: number, 
/**
 * Of the village this captain leads; a town's households are not on this phone.
 */
coverage: Coverage | null, campaigns: Array<CampaignCoverage>, 
/**
 * Due within a week or overdue, most pressing first; at most 50.
 */
problems: Array<LedgerCard>, problems_total: number, };

export type TeamPerson = { name: string, unit: string, captain: boolean, };

export type TitleHint = { category: string, severity: string, title: string, };

export type Today = { 
/**
 * `YYYY-MM-DD` in Asia/Shanghai.
 */
date: string, 
/**
 * `2026-H2`.
 */
period: string, households: number, 
/**
 * Those of them that are to be visited by their cadence.
 */
owed: number, 
/**
 * Of those, the ones with a counting visit this half-year.
 */
visited: number, 
/**
 * Running campaigns that concern households of this phone, the one that ends first first;
 * one that ended stays for a few days while households are left.
 */
campaigns: Array<CampaignCard>, drafts: Array<VisitCard>, returned: Array<VisitCard>, unsent: Array<VisitCard>, 
/**
 * Due or overdue, most pressing first; at most 20.
 */
due: Array<HouseholdCard>, due_total: number, 
/**
 * Households a good deed is due for (DOMAIN S0 至少帮办1件好事实事).
 */
deeds_due: number, to_review: number, 
/**
 * Households with a fact two people say differently.
 */
contested: number, 
/**
 * Problems this person has to act on, most pressing first; at most three.
 */
problems: Array<LedgerCard>, problems_total: number, 
/**
 * Entries of the ledgers that wait for this person, most pressing first; at most three.
 */
entries: Array<EntryCard>, entries_total: number, };

/**
 * Households visits are asked of, as the county counts them.
 */
export type VillageCoverage = { 
/**
 * `2026-H2`.
 */
period: string, due: number, visited: number, approved: number, };

/**
 * A village as this phone's list has it; the county's own figures may differ.
 */
export type VillageFacts = { town: string, village: string, groups: number, households: number, people: number, exited: number, exited_people: number, monitored: number, monitored_people: number, 
/**
 * The village's team, the captain first.
 */
team: Array<TeamPerson>, };

/**
 * One visit in a list.
 */
export type VisitCard = { visit_id: string, household_id: string, head_name: string, 
/**
 * Village and group.
 */
place_name: string, visitor_name: string, place: Place, revision: number, ended_ms: number | null, answered: number, required: number, photos: number, 
/**
 * Photos the county has not confirmed yet.
 */
photos_outstanding: number, problems: number, comments: number, };

/**
 * The whole visit as the engine sees it now. Every change answers with it anew.
 */
export type VisitForm = { visit_id: string, household_id: string, head_name: string, place_name: string, profile: string, template_version: string, revision: number, place: Place, 
/**
 * False once it has left the phone or been sealed.
 */
editable: boolean, 
/**
 * Sealed and not yet on its way: may be opened again.
 */
reopenable: boolean, started_ms: number, ended_ms: number | null, sections: Array<SectionForm>, answered: number, required: number, 
/**
 * What still stands between this visit and sealing.
 */
gaps: Array<Gap>, location: LocationCard, photo_waiver: string | null, 
/**
 * A picture may be picked from files; it is marked as imported.
 */
gallery_allowed: boolean, problems: Array<ProblemCard>, conclusions: Array<ConclusionCard>, 
/**
 * From the captain or the county, on the revision that came back.
 */
comments: Array<CommentCard>, };

export type VisitRef = { visit_id: string, };

export type VoidVisit = { visit_id: string, reason: string, };

export type WaitingChange = { change_id: string, 
/**
 * `save_visit_v1` …
 */
kind: string, title: string, visit_id: string | null, 
/**
 * Of a correction of facts, or a decision between two.
 */
household_id: string | null, 
/**
 * Of a problem raised or moved.
 */
problem_id: string | null, 
/**
 * Of an entry of a ledger.
 */
entry_id: string | null, made_ms: number, delivery: Delivery, 
/**
 * Why a person is needed.
 */
code: string | null, field: string | null, attempts: number, };

/**
 * What is left after a move was taken back.
 */
export type Withdrawn = { household_id: string | null, 
/**
 * The village of a problem without a household.
 */
area_code: string | null, 
/**
 * Absent when the problem itself was taken back.
 */
page: LedgerPage | null, };
