import type { Words } from '..'

export const code: Words['code'] = {
  place: {
    draft: 'In progress', waiting: 'On this phone', received: 'County has it', captain_approved: 'Captain approved', returned: 'Returned',
    batched: 'Sent in a batch', county_accepted: 'County accepted', needs_person: 'Needs you', voided: 'Voided',
  },
  task: { upcoming: 'Not yet due', due: 'Due', overdue: 'Overdue', done: 'Visited', missed: 'Missed last time', cancelled: 'Not needed' },
  profile: { full: 'Full survey', routine: 'Routine visit', four_ones: 'Four-ones visit' },
  gap: {
    answer_missing: 'Not filled in', end_missing: 'The visit has no end', end_before_start: 'The end is before the start; check the clock', 
    item_missing: 'Not filled in', photo_missing: 'Take a photo or say why not', location_missing: 'Set the location or say why not',
    times_wrong: 'Start and end do not fit; check the clock', method_missing: 'How contact was made is missing', answer_wrong: 'The answer is not right',
  },
  quality: { good: 'Accurate', fair: 'Fairly accurate', poor: 'Inaccurate', stale: 'An older fix', none: 'No location', mock: 'Marked as simulated by the system' },
  conclusion: {
    ok: 'Up to standard', basic: 'Basically up to standard', fail: 'Below standard', yes: 'Yes', no: 'No', unknown: 'Not known', incomplete: 'Not complete',
    problem: 'Has a problem', not_applicable: 'Does not apply', safe: 'Safe', unsafe: 'Unsafe',
  },
  flag: {
    location_mock: 'Location marked as simulated',
    location_poor: 'An inaccurate location',
    photo_waived: 'No photo, with a reason',
    problem_dismissed: 'The visitor set a problem aside',
    no_location: 'No location', location_far: 'Far from the home', location_manual: 'Location set by hand', mock_location: 'Location marked as simulated', late: 'Handed in late',
    imported_photo: 'Has a photo picked from files', photos_outstanding: 'Photos still on the way', no_photo: 'No photo', clock_off: 'The phone’s clock was off',
    rules_differ: 'The server’s rules came to something else', short_visit: 'A short visit', reused_photo: 'A photo may be used twice', contested: 'Facts differ between the two sides', not_on_site: 'Not at the home',
  },
  batch: {
    needs_person: 'Needs you',
    waiting: 'On this phone', building: 'Being put together', sealed: 'Sealed', uploading: 'On its way', received: 'County has it',
    partially_accepted: 'Partly accepted', accepted: 'Accepted', rejected: 'Returned',
  },
  delivery: { queued: 'Waiting for signal', held: 'County waits for an earlier one', quarantined: 'Someone at the county must look', parked: 'Not accepted', behind: 'Waits for an earlier one' },
  kind: {
    save_household_v1: 'Household facts', save_member_v1: 'Member facts', resolve_fact_v1: 'Choice between two values',
    review_visit_v1: 'Decision',
    save_visit_v1: 'Visit', void_visit_v1: 'Voided visit', decide_visit_v1: 'Decision', decide_v1: 'Decision', send_batch_v1: 'Batch', make_batch_v1: 'Batch', update_household_v1: 'Household facts', photo: 'Photo',
  },
  refusal: {
    unknown_field: 'This cannot be edited', not_a_phone: 'Not a phone number', not_together: 'Options that exclude each other', empty: 'May not be empty',
    not_from_here: 'Does not fit where it is now',
    wrong_role: 'No right to do this',
    own_visit: 'Nobody reviews his own visit',
    reason_needed: 'No reason was given',
    already_sent: 'Sending has begun',
    stale_revision: 'The county has a newer version', stale: 'The county has a newer version', not_allowed: 'Does not fit where it is now', not_yours: 'Nobody reviews his own visit', out_of_scope: 'The household is out of your scope now',
    unknown_household: 'The county does not know the household', unknown_visit: 'The county does not know the visit', unknown_schema: 'Versions differ; update the app', bad_request: 'The form is not right', too_large: 'Too large',
    not_ready: 'Something required is missing', bad_answer: 'An answer is not right', item_missing: 'A required answer is missing', reason_missing: 'No reason was given', wrong_device: 'Not this phone’s record', revoked: 'This phone is signed out',
    frozen: 'The county has accepted it; it cannot change', missing_earlier: 'An earlier record has not arrived', not_captain: 'No right to review', not_approved: 'The visit is not approved yet',
    another_visit: 'Conflicts with another visit', unknown_template: 'The county does not know this checklist version', wrong_person: 'Not this person’s record', batch_exists: 'This batch exists already', change_id_reused: 'The number was used before', end_before_start: 'The end is before the start', malformed: 'The form is not right', manifest_mismatch: 'The list of the batch does not match', not_a_digest: 'The photo’s number is not right', out_of_range: 'Out of range', repeated: 'Filled in twice', review_exists: 'Reviewed already', revision_gap: 'A revision in between is missing', too_long: 'Too long', too_many: 'Too many', unknown_datum: 'Unknown datum', unknown_kind: 'Unknown kind', unknown_member: 'Not a member of the household', unknown_option: 'No such option', unknown_profile: 'No such kind of visit', unknown_reason: 'No such reason', answer_missing: 'A required answer is missing', photo_missing: 'A photo is missing', location_missing: 'The location is missing', method_missing: 'How contact was made is missing', digest_mismatch: 'The photo did not match', file_failed: 'The photo file cannot be read', bad_reply: 'The county server’s answer was wrong', protocol_unknown: 'Versions differ; update the app', checksum: 'The checksum is wrong', device_revoked: 'This phone was revoked', no_assignment: 'The county has not asked you to help this household', assignment_closed: 'You no longer helped this household on that day', predecessor_missing: 'The record before it has not come', predecessor_quarantined: 'The record before it was set aside', predecessor_voided: 'The county voided the record before it',
  },
  event: {
    county_restored: 'The county went back to an earlier backup; checking everything again', sent_again: 'Records the county lacks are queued again', photos_again: 'Photos the county lacks are queued again', key_refused: 'A receipt could not be traced to the county and was not taken', outcome_unknown: 'The county answered something this version cannot read; the record stays here',
    round_started: 'Sync started', round_done: 'Sync finished', round_failed: 'Sync did not finish', sent: 'Delivered to the county', received: 'Updates from the county', refused: 'One was not accepted', parked: 'One needs you',
    held: 'The county waits for an earlier one', quarantined: 'Set aside at the county for a person', merged: 'Merged with the county’s', contested: 'Facts differ between the two sides', photo_sent: 'Photo sent', photo_verified: 'Photo checked and safe', photo_failed: 'Photo not sent',
    removed: 'Households left your scope', pruned: 'Checked originals were cleared', enrolled: 'This phone was enrolled', signed_out: 'Signed out', cancelled: 'Sync stopped', retried: 'Queued again', retry: 'Queued again', sealed: 'Visit sealed', reopened: 'Visit reopened', voided: 'Visit voided', decided: 'Reviewed', batched: 'Sent to the county',
    bundle_delivered: 'The county has all of a rescue file you carried', bundle_refused: 'The county did not take all of a rescue file you carried',
    confirmed: 'The county has it for sure', released: 'The county released one', voided_by_county: 'The county voided one', set_aside_again: 'The county set one aside again', taken_back: 'One taken back', put_back: 'One put back', bad_receipt: 'A receipt was not valid; it is sent again', photo_missing: 'A photo file is not on this phone', digest_mismatch: 'A photo did not match; it is sent again', row_unreadable: 'An update could not be read',
  },
  step: { push: 'Sending records', pull: 'Receiving updates', photos: 'Sending photos', verify: 'Checking receipts', done: 'Done' },
}
