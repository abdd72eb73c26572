import { adminActionEn, auditSearchEn, backupsEn, complianceEn, factEditEn, personEn, teamsEn } from './admin'
import { assignmentActionEn, assignmentEn } from './assignments'
import { bundleCodeEn, bundleEn } from './bundles'
import { campaignActionEn, campaignsEn } from './campaigns'
import { entryActionEn, entryCodeEn } from './entries'
import { checklistActionEn, checklistEn, paramsEn } from './checklists'
import { factsEn } from './facts'
import { firstEn } from './first'
import { helpingUnitsEn } from './helpingUnits'
import { importActionEn, importEn } from './imports'
import { jobEn } from './jobs'
import { leavingEn, mentorEn, peopleActionEn } from './leaving'
import { entryAsideEn, entryEn, waitingEn } from './ledgers'
import { mapActionEn, mapEn } from './map'
import { reportActionEn, reportEn } from './reports'
import { photoMatchEn, photoSettingsEn } from './photos'
import { paperEn } from './paper'
import { policiesEn } from './policies'
import { photoDeskEn } from './photoDesk'
import { deskEn } from './problemDesk'
import { problemActionEn, problemMoveEn, problemStateEn, problemStepEn } from './problemCodes'
import { problemEn } from './problems'
import { spotActionEn, spotEn } from './spot'
import { unitsEn } from './units'
import type { Words } from '../zh'
import { teamEn } from './team-sync'

export const en: Words = {
  ...firstEn,
  map: mapEn,
  verdict: {
    ok: 'Up to standard', basic: 'Basically up to standard', fail: 'Below standard', yes: 'Yes', no: 'No', unknown: 'Not assessed', incomplete: 'Not complete',
    problem: 'Has a problem', not_applicable: 'Does not apply',
  },
  state: {
    draft: 'Draft', sealed: 'Waiting to send', submitted: 'Waiting for captain', captain_approved: 'Captain approved', returned: 'Returned to visitor', batched: 'Waiting for county',
    county_accepted: 'Accepted', returned_to_captain: 'Returned to captain', voided: 'Voided',
  },
  severity: { critical: 'Critical', major: 'Major', minor: 'Minor', notice: 'Notice' },
  severityLong: { critical: 'a guarantee is not met', major: 'policy not carried out, or plain risk', minor: 'ordinary problem', notice: 'for information' },
  flag: {
    no_location: 'No location', location_far: 'Far from home', location_mock: 'Mock location', clock_off: 'Clock off', late: 'Late', imported_photo: 'Imported photo',
    no_photo: 'No photo', rules_differ: 'Rules differ', photos_outstanding: 'Photos missing', photo_repeated: 'Repeated photo', incomplete: 'Incomplete',
  },
  flagHint: {
    no_location: 'There was no location; the visitor gave a reason', location_far: 'The visit was far from the household’s known place', location_mock: 'The phone marked this location as simulated',
    clock_off: 'The phone’s clock was far from the server’s; the server’s reckoning counts', late: 'Submitted more than 48 hours after the visit ended', imported_photo: 'A photo was picked from the gallery, not taken in the app',
    no_photo: 'There is no photo; the visitor gave a reason', rules_differ: 'The server’s run of the rules differs from the phone’s', photos_outstanding: 'Some photos have not reached the county yet',
    photo_repeated: 'A photo is very like one of another visit',
    incomplete: 'The server’s own check found a required answer missing',
  },
  batches: {
    title: 'Batches', lead: 'Captains send approved visits to the county in batches.', state: 'State', from: 'From', sender: 'Sent by', visits: 'Visits', progress: 'Progress',
    problems: 'Problems', photos: 'Photos missing', sent: 'Sent', received: 'Received', empty: 'No batches yet', emptyText: 'They appear here when captains send them.', waiting: '{n} waiting',
    emptyState: 'No batch is in this state', unfinished: 'Not done', filter: 'Filter by state',
  },
  batchState: { received: 'Received', partially_accepted: 'Partly accepted', accepted: 'All accepted', rejected: 'Returned whole' },
  batch: {
    title: 'Batch of {village}, {town}', manifest: 'Manifest', manifestHint: 'SHA-256 of the batch’s manifest. The sender’s phone shows the same.', waiting: 'Waiting', accepted: 'Accepted', returned: 'Returned',
    problems: 'Problem leads', photos: 'Photos outstanding', visits: 'Visits in this batch', acceptClean: 'Accept all clean', acceptCleanTitle: 'Accept {n} clean visit? | Accept {n} clean visits?',
    acceptCleanText: '{n} waiting visit of this batch carries no flag. Accepting freezes it; it can still be revoked. | {n} waiting visits of this batch carry no flag. Accepting freezes them; each can still be revoked.', acceptCleanRest: '{n} more carries flags. It is left for you to review. | {n} more carry flags. They are left for you to review one by one.',
    acceptCleanDo: 'Accept {n}', accepting: 'Accepting…', acceptedDone: '{n} visit accepted | {n} visits accepted', noClean: 'Nothing to accept together: every waiting visit carries a flag', startReview: 'Review one by one',
    done: 'This batch is finished', sentBy: 'Sent by {name}', household: 'Household', visitor: 'Visitor', ended: 'Visited', photosCol: 'Photos', flags: 'Flags', clean: 'Clean', digestCopied: 'Digest copied',
    progressLabel: '{done} of {all} decided',
  },
  visits: {
    title: 'Visits', lead: 'Every visit of the county, latest received first.', filter: 'Filter by state', household: 'Household', place: 'Village', visitor: 'Visitor', ended: 'Visited', state: 'State', problems: 'Problems',
    photos: 'Photos', flags: 'Flags', empty: 'No such visits', emptyText: 'Try another state or town.', none: 'No visits yet', noneText: 'They appear here once visits are sealed on a phone and synced.', town: 'Town', allTowns: 'All towns', waitingCaptain: 'With captains',
  },
  visit: {
    title: 'Visit to {name}', number: 'Household no.', profile: { full: 'Full visit', routine: 'Routine visit', four_ones: 'Four ones' }, revision: 'Revision {n}', took: 'took {time}',
    answers: 'Answers', showAll: 'Everything', showChanged: 'Changes and problems', sectionItems: '{n} item | {n} items', sectionChanged: '{n} changed', sectionRaised: '{n} raised', changed: 'Changed', raised: 'Raised a problem', same: 'As before',
    before: 'Before', noChange: 'This section is as it was', nothingChanged: 'Nothing changed since the visit before, and no problem was raised.', wholeHousehold: 'Whole household', noAnswer: 'Not answered',
    photos: 'Photos', photosVerified: '{n}/{all} verified', verified: 'Verified', verifiedHint: 'The server hashed the photo again and it matches', pending: 'Not here yet', imported: 'Imported', claimed: 'The file says (not relied on):', claimedAway: '{metres} from the fix',
    noPhotos: 'No photos', waiver: 'Why there is no photo', photoAlt: '{kind}, taken {time}', openPhoto: 'Enlarge: {kind}', photoFailed: 'The photo did not load',
    time: 'When', timeUnknown: 'As the phone said; how well is not known', clockAhead: 'The phone’s clock was {time} fast', clockBehind: 'The phone’s clock was {time} slow',
    timeBasis: { contact: 'From the phone’s running time and a contact with the server', offset: 'From the phone’s clock, put right by its last contact before a restart', wall: 'From the phone’s clock alone, bounded by its enrolment and arrival' },
    location: 'Location', accuracy: 'accuracy ±{m}', distance: '{m} from the home', distanceUnknown: 'Place of the home unknown', noLocation: 'No location', noLocationReason: 'Because: {reason}', mock: 'Marked as simulated', provider: 'by {name}',
    problems: 'Problem leads', noProblems: 'No problem found', differs: 'Differs from the server', differsHint: 'Phone and server run the same rules and came to different results. Look at what raised it before deciding.', dismissed: 'Dismissed by the visitor: {reason}',
    conclusions: 'Conclusions', history: 'Review history', noHistory: 'No review yet', technical: 'Proof', digest: 'Digest', sequence: 'Server sequence', template: 'Checklist', received: 'Received', started: 'Started', ended: 'Ended',
    batch: 'Batch', position: '{n} of {all}', previous: 'Previous', next: 'Next', backToBatch: 'Back to the batch', backToList: 'Back to the list', household: 'Household', waitingLeft: '{n} still waiting',
  },
  lightbox: { title: 'Photo', previous: 'Previous photo', next: 'Next photo', zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Fit to window', close: 'Close', of: '{n} / {all}', keys: '← → photo · + − zoom · 0 fit · Esc close' },
  decision: {
    accept: 'Accept', return: 'Return', revoke: 'Revoke', approve: 'Approve', void: 'Void', accepted: 'Accepted the visit to {name}', returned: 'Returned the visit to {name}', revoked: 'Acceptance revoked', approved: 'Approved the visit to {name}', voided: 'Voided',
    frozen: 'Accepted and frozen', nothing: 'There is nothing for you to do here now', working: 'Sending…', returnTitle: 'Return for changes', reasons: 'Reasons', reasonsHint: 'at least one', reasonMissing: 'Choose at least one reason',
    note: 'Note (optional)', notePlaceholder: 'Tell the captain and the visitor what to add or change', comments: 'Comments on items', noComments: 'Choose “Comment” on any item at the left; it goes back to the phone with the item.', comment: 'Comment', commentFor: 'Comment on “{item}”', removeComment: 'Remove comment', commentPlaceholder: 'What to add or change here',
    returnDo: 'Return and go on', revokeTitle: 'Revoke the acceptance?', revokeText: 'The visit goes back to “captain approved” and has to come in a batch again. Revoking is in the audit log.', voidTitle: 'Void this visit?', voidText: 'It no longer counts towards coverage. The record is kept and can be restored.', reason: 'Reason', reasonRequired: 'Say why',
    acceptCheckTitle: 'Photos are outstanding. Accept anyway?', acceptCheckText: '{n} photo is not verified yet. Accepting freezes the record. | {n} photos are not verified yet. Accepting freezes the record.', acceptAnyway: 'Accept anyway', staleTitle: 'Someone else has just decided this visit', staleText: 'It is now “{state}” and this page shows it as it is. Your comments are still here; check before deciding.', allDone: 'All reviewed', allDoneText: 'Every visit of this set is decided.', keys: 'Keys', keyAccept: 'accept', keyReturn: 'return', keyMove: 'next/previous',
    by: { captain: 'Captain', county: 'County', visitor: 'Visitor', town_captain: 'Town chief captain' }, made: { approve: 'approved', return: 'returned', accept: 'accepted', revoke: 'revoked', void: 'voided', restore: 'restored', batch: 'sent in a batch' }, superseded: 'superseded', whole: 'On the whole', bar: 'Decision', draft: '{n} comment | {n} comments',
  },
  households: {
    none: 'No households yet', noneText: 'They appear here once a roster is imported.', import: 'Import a roster', noMembers: 'The roster has no members of this household.', title: 'Households', lead: '{n} household | {n} households', search: 'Head of household or number', searchLabel: 'Search households', filter: 'Filter', all: 'All', there: 'To visit', due: 'Not visited this half-year', overdue: 'Overdue', monitored: 'Monitored', visited: 'Visited this half-year', approved: 'Visited and approved', contested: 'Values differ', number: 'Number', head: 'Head', place: 'Village', size: 'People', category: 'Monitoring', helper: 'Helper', lastVisit: 'Last visit', visits: 'Visits', empty: 'No household matches', emptyText: 'Try other words or another filter.', neverVisited: 'Never visited', noHelper: 'None',
  },
  household: {
    facts: 'Facts', phone: 'Phone', address: 'Address', type: 'Type', category: 'Monitoring', since: 'Monitored since', risks: 'Risks', eliminated: 'Risk eliminated', notEliminated: 'Risk not eliminated', income: 'Net income', members: 'Members', name: 'Name', idNumber: 'ID number', relation: 'Relation', gender: 'Gender', birth: 'Born', health: 'Health', labor: 'Ability to work', insured: 'Insurance', inactive: 'No longer here', visits: 'Visits', noVisits: 'No visits yet', showId: 'Show full number', showIdTitle: 'Show the full ID number',
    showIdText: 'This shows the full ID number of {name}. Who looked, when and at whom goes into the audit log, which administrators read. Look only when the work needs it.', showIdDo: 'Show it', idShown: 'Full ID number', idShownText: 'This look is in the audit log. It is not shown again after closing.', masked: 'ID numbers and phones are masked', group: '{name}', size: '{n} person | {n} people',
  },
  people: {
    title: 'People', lead: 'An enrolment code ties a phone to a person.', search: 'Name or unit', searchLabel: 'Search people', name: 'Name', unit: 'Unit', roles: 'Roles', area: 'Area', households: 'Households', devices: 'Phones', contact: 'Last contact', never: 'Never', noDevice: 'None', enrol: 'Enrolment code', empty: 'Nobody found', emptyText: 'Try other words.', none: 'Nobody yet', noneText: 'They appear here once a roster is imported.',
    printCodes: 'Print the code of {n} person | Print codes of {n} people', pickHead: 'Choose', pick: 'Choose {name}', sheetTitle: 'Enrolment code of {n} person | Enrolment codes of {n} people', sheetLead: 'Each works once, for three days. Print, cut apart, hand over in person; collect and destroy what is left.', sheetHead: 'Ruhu: codes for phones', sheetHow: 'Open Ruhu and scan your own code, or type the address {server} and the code.', sheetUntil: 'good until {time}', enrolTitle: 'Enrolment code for {name}', enrolLead: 'Open Ruhu on the phone, then type the address and the code below.', enrolServer: 'Address of the county’s server', enrolCode: 'Code', enrolQr: 'Enrolment QR code', enrolOnce: 'Works once. It is not shown again after closing.', enrolExpires: 'Expires in {time}', enrolExpired: 'Expired', enrolAgain: 'Make another', making: 'Making…', enrolHours: 'Good for', hours: '{n} hour | {n} hours', days: '{n} day | {n} days', phones: '{n}',
  },
  aside: {
    title: 'Set aside', lead: 'Changes that cannot take effect yet. Every byte is kept, and each has a way out.', open: 'Undecided', held: 'Held', quarantined: 'Quarantined', voided: 'Voided', applied: 'In effect',
    disposition: 'Where', reason: 'Reason', kind: 'What', person: 'From', received: 'Received', age: 'Since', size: 'Size', empty: 'Nothing is set aside', emptyText: 'Every change received is in effect.', change: 'Change', phone: 'Phone',
    anyReason: 'Any reason', pickSome: 'Tick some to decide about all of them.', anyPhone: 'Any phone', anyAge: 'Any age', olderThan: 'Over {n} day | Over {n} days', later: 'Refused when applied: {why}', laterAny: 'Refused when applied', bulk: 'Decide together', bulkHint: 'Taken one by one in the order they were made; what fails is kept as it is.',
    picked: '{n} chosen', pickAll: 'Choose all', pick: 'Choose this one of {name}', many: '{n} in all',
    do: { release: 'Release', assign: 'Assign', void: 'Void', restore: 'Restore' },
    explain: {
      release: 'Takes effect now, as its own author. The rules are asked as ever; what they refuse is said and kept.', assign: 'The visitor stays as recorded. The person you name answers for the visit from now on: mends it when returned, and never reviews it. Whether it was called for is asked of that person.',
      void: 'It will not take effect and does not count. The bytes stay, and it can be restored.', restore: 'Puts it back where it was, to be decided again.',
    },
    answerable: 'Who answers for it', choosePerson: 'Choose', noPeople: 'Nobody helps this household now, and nobody leads its village. Assign somebody first.', why: 'Why', whyHint: 'Kept in the audit log, and told to whoever recorded it', done: '{n} done', partly: '{n} done, {rest} kept as they are: {why}', kept: 'No effect, kept as it is: {why}',
    chain: 'Later changes of the same record', noChain: 'This phone has made no later change of this record.', withChain: 'With the {n} after it, in order', content: 'Content', contentLead: 'It holds facts about a household. Every look is in the audit log.', show: 'Show the content', raw: 'Raw bytes', before: 'was', asSent: 'As the phone sent it', export: 'Export with its proof',
    decide: 'Decide', nothing: 'This change is in effect; there is nothing to decide.', appliedText: 'This change has taken effect.', decisions: 'Decisions', noDecisions: 'Nobody has decided yet.', hadNoEffect: 'No effect: {why}', missing: 'Waits for', seeVisit: 'See the visit',
  },
  asideReason: {
    device_revoked: 'The phone was revoked', unknown_kind: 'A kind this server does not know', predecessor_missing: 'An earlier change has not come', predecessor_quarantined: 'An earlier change is in quarantine', predecessor_voided: 'An earlier change was voided', wrong_person: 'Not this person’s record',
    unknown_template: 'An unknown checklist version', unknown_household: 'No such household', unknown_member: 'No such member', unknown_visit: 'No such visit', another_visit: 'The same number as another visit', no_assignment: 'No assignment', assignment_closed: 'The assignment had ended',
    out_of_scope: 'Outside this person’s area', refused_later: 'Refused when applied', unknown_problem: 'No such problem',
    unknown_entry: 'No such entry',
  },
  asideAdvice: {
    device_revoked: 'Handed in after the phone was revoked. Look, then release it; void it if it cannot be trusted.', unknown_kind: 'The app on the phone is newer than this server. Update the server, then release it.', predecessor_missing: 'It takes effect by itself when the earlier one comes. If that phone is lost, release it as it is, or void it.',
    predecessor_quarantined: 'Decide about the earlier one; this one follows it.', predecessor_voided: 'The earlier one was voided. See whether this one still means anything, then release or void it.', wrong_person: 'The phone belongs to somebody else. Look, then release it as its visitor’s, or void it.',
    unknown_template: 'This server lacks the checklist it was answered under. Update the server, then release it.', unknown_household: 'Import the household, then release it.', unknown_member: 'Import the member, then release it.', unknown_visit: 'The visit has not come. Release it when it has.', another_visit: 'Two visits share a number. Compare them and void one.',
    no_assignment: 'Assign the household and release it, or name who answers for the visit.', assignment_closed: 'The visitor no longer helped the household that day. Name who answers for it, or void it.', out_of_scope: 'Check what this person is responsible for, then release it or void it.', refused_later: 'The rules refused it. Put right what they say, then release it, or void it.', unknown_problem: 'The problem is not in the ledger yet. Release it when it is.',
    unknown_entry: 'The entry is not here yet. It takes effect when it comes; void it if it never does.',
  },
  devices: {
    title: 'Phones', lead: 'A revoked phone gets no more data, but may still hand in what it holds, for a person to decide.', search: 'Person or phone', state: 'State', active: 'In use', day: 'Heard within 24 hours', week: 'Heard within 7 days', silent: 'Silent for a week', revoked: 'Revoked', phone: 'Phone', enrolled: 'Enrolled', version: 'App {version}', revoke: 'Revoke',
    replace: 'New phone', revokeTitle: 'Revoke {phone} of {name}?', revokeText: 'At once: it gets no household data any more. What it has not handed in may still come, and goes to “Set aside”. Nothing is lost.', revokeHint: 'For example: lost on the mountain', revokedDone: 'The phone of {name} is revoked', empty: 'No such phone', emptyText: 'Try another filter.', none: 'No phone enrolled yet', noneText: 'Make an enrolment code under “People”; the phone appears here once it is scanned.',
  },
  asideCode: {
    ...entryCodeEn,
    ...entryAsideEn,
    predecessor_missing: 'An earlier change has not come', predecessor_quarantined: 'An earlier change is in quarantine', predecessor_voided: 'An earlier change was voided', wrong_person: 'Not this person’s record', unknown_template: 'Unknown checklist version', unknown_household: 'No such household', unknown_member: 'No such member', unknown_visit: 'No such visit', another_visit: 'The same number as another visit',
    no_assignment: 'No assignment', assignment_closed: 'The assignment had ended', device_revoked: 'The phone was revoked', unknown_kind: 'Unknown kind', out_of_scope: 'Outside the area', malformed: 'Cannot be read', stale: 'Out of date, or decided by somebody just now', not_from_here: 'Its present state does not allow this', wrong_role: 'The role does not allow it', own_visit: 'A review of one’s own visit', already_sent: 'Sent on already', reason_needed: 'A reason is missing',
    revision_gap: 'A revision in between is missing', review_exists: 'Reviewed already', batch_exists: 'The batch is here already', manifest_mismatch: 'The batch’s list does not match', out_of_range: 'Out of range', not_assignable: 'Nobody else can answer for this kind', unknown_person: 'No such person', too_long: 'Too long', repeated: 'Repeated', end_before_start: 'The end is before the start', unknown_profile: 'No such kind of visit',
    own_work: 'Judged one’s own work', evidence_needed: 'Neither photos nor why there are none', on_site_needed: 'A guarantee not verified on site', not_verified: 'Not verified on site yet', owner_needed: 'Nobody was chosen to answer for it', later_day_needed: 'The new day is not later', other_needed: 'It does not say which to merge into', unknown_problem: 'No such problem', unknown_photo: 'No such photo', unknown_option: 'No such option', not_a_date: 'Not a date', too_many: 'Too many', empty: 'Something required is not said', problem_exists: 'The problem is in the ledger already', step_exists: 'This step was taken already',
  },
  editKind: {
    save_entry_v1: 'Ledger entry', move_entry_v1: 'Step of an entry', save_visit_v1: 'Visit', void_visit_v1: 'Voiding', review_visit_v1: 'Captain’s review', send_batch_v1: 'Batch', save_household_v1: 'Household facts', save_member_v1: 'Member facts', resolve_fact_v1: 'Choice between two values', edit_household_v1: 'Household edit', resolve_contested_v1: 'Conflict decision', raise_problem_v1: 'A problem raised', move_problem_v1: 'A step with a problem', unknown: 'Unknown',
  },
  audit: {
    title: 'Audit log', lead: 'Append-only. Every sign-in, decision and look at a full ID number is here.', system: 'The server itself', position: 'No.', time: 'Time', actor: 'Who', action: 'Did what', subject: 'To', empty: 'Nothing yet', emptyText: 'What people do appears here.',
  },
  facts: factsEn,
  photoMatch: photoMatchEn,
  photoSettings: photoSettingsEn,
  checklist: checklistEn,
  params: paramsEn,
  assignment: assignmentEn,
  paper: paperEn,
  policies: policiesEn,
  problem: problemEn,
  problemMove: problemMoveEn,
  desk: deskEn,
  photoDesk: photoDeskEn,
  spot: spotEn,
  problemState: problemStateEn,
  problemStep: problemStepEn,
  units: unitsEn,
  campaign: campaignsEn,
  teamSync: teamEn,
  job: jobEn,
  import: importEn,
  person: personEn,
  leaving: leavingEn,
  mentor: mentorEn,
  helpingUnits: helpingUnitsEn,
  teams: teamsEn,
  compliance: complianceEn,
  backups: backupsEn,
  factEdit: factEditEn,
  auditSearch: auditSearchEn,
  report: reportEn,
  entry: entryEn,
  waiting: waitingEn,
  bundle: bundleEn,
  bundleCode: bundleCodeEn,
  action: {
    ...problemActionEn,
    ...entryActionEn,
    ...checklistActionEn,
    ...campaignActionEn,
    ...mapActionEn,
    ...spotActionEn,
    ...assignmentActionEn,
    ...importActionEn,
    ...adminActionEn,
    ...peopleActionEn,
    ...reportActionEn,
    photo_match_settled: 'Settled a repeated photo', param_set: 'Changed a parameter',
    facts_received: 'Received corrected facts', fact_resolved: 'Decided between two values',
    bundle_received: 'Received a rescue file', bundle_key_replaced: 'Replaced the rescue files’ key',
    key_replaced: 'Replaced the signing key', epoch_renewed: 'Restored from a backup', min_app_version_set: 'Set the oldest app',
    signed_in: 'Signed in', signed_out: 'Signed out', sign_in_set: 'Set the way to sign in', visit_received: 'Sent a visit', batch_sent: 'Sent a batch', visit_approved: 'Approved a visit', visit_returned: 'Returned a visit to its visitor', visit_returned_by_county: 'Returned a visit to its captain', visit_accepted: 'Accepted a visit', visit_revoked: 'Revoked an acceptance', visit_voided: 'Voided a visit', visit_restored: 'Restored a visit', visit_moved: 'Moved a visit on',
    household_book_read: 'Opened a household book for printing', household_codes_read: 'Opened household codes for printing', policy_card_set: 'Filled in the policy card',
    id_number_shown: 'Looked at a full ID number', enrolment_issued: 'Made an enrolment code', device_enrolled: 'Enrolled a phone', device_revoked: 'Revoked a phone', change_released: 'Released a change', change_assigned: 'Assigned a change', change_voided: 'Voided a change', change_restored: 'Restored a change', change_decision_refused: 'A decision about a change had no effect', change_shown: 'Saw a change’s content', change_exported: 'Exported a change', roster_imported: 'Imported the roster',
  },
  keys: {
    title: 'Signing keys', lead: 'The county signs a receipt for every record with it. After a change old receipts stay valid, and phones follow by themselves.', replace: 'Replace the key', state: 'State', name: 'Key', made: 'In use since', introducedBy: 'Introduced by', reason: 'Why it was replaced', signsNow: 'Signs now', old: 'Replaced, still verifies', first: 'The first; phones got it at enrolment',
    epoch: 'Life of the database', epochHint: 'Changes after a restore from a backup: phones then check everything again and send what is missing.', serverVersion: 'Server version', minApp: 'Oldest app', minAppNone: 'Any', minAppHint: 'Older phones are asked to update; what they send is taken in all the same.', askTitle: 'Replace the signing key?', askText: 'The key in use introduces the new one by its signature. Phones accept it at their next sync and need not enrol again. This is written to the audit log.', askStolen: 'Replacing does not void the old key: receipts signed with it go on being accepted. If it may have been stolen, find out first how the server or a backup leaked; a new key alone is not enough.', reasonHint: 'For example: yearly change', replaceDo: 'Replace it', done: 'The signing key was replaced',
  },
}
