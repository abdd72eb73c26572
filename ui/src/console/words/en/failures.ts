import type { FailureCode } from '../../http'

export const failuresEn: Record<FailureCode, string> = {
  offline: 'The county server cannot be reached. Check the network and try again.',
  internal: 'Something went wrong on the server; the cause is in its log. Please try again later.',
  signed_out: 'Your session has ended. Please sign in again.',
  sign_in_refused: 'The login, password or code is not right.',
  too_many_attempts: 'Too many attempts. Please wait a while.',
  forbidden: 'Your role does not allow this.',
  not_found: 'Not found. It may be outside your area.',
  stale: 'Someone else has just decided this visit.',
  invalid: 'What was sent is not valid.',
  not_allowed: 'Your role does not allow this.',
  busy: 'The server is busy. Try again in a few seconds.',
  not_from_here: 'Its present state does not allow this.',
  wrong_role: 'Your role cannot decide this.',
  own_visit: 'Nobody reviews a visit of their own.',
  already_sent: 'This visit has been sent on already.',
  reason_needed: 'Please give a reason.',
  // The problem ledger.
  own_work: 'Whoever rectified it or answers for it does not verify it. Somebody else has to.', not_verified: 'It has to be verified on site before the county signs off.', on_site_needed: 'Guarantees are verified on site.', evidence_needed: 'Choose photos, or say why there are none.', owner_needed: 'Choose who answers for it.',
  later_day_needed: 'Choose a day later than the present one.', other_needed: 'Choose which one it belongs to.', not_a_date: 'This is not a date.', unknown_option: 'There is no such option. Choose again.', too_long: 'This is too long.', too_many: 'Too many at once. Take fewer.', unknown_person: 'There is no such person. Choose again.',
  unknown_photo: 'This photo is not of a visit to the household. Choose again.', unknown_problem: 'That problem is settled, or of another household. Choose again.', empty: 'Please fill this in.', malformed: 'It holds characters that cannot be kept.',
  // The other ledgers.
  not_together: 'This option stands alone.', out_of_range: 'Outside what can be entered. Please check.', in_the_future: 'This day is still to come.', before_the_start: 'This is before it begins.', unknown_member: 'Not a member of this household. Choose again.', unknown_field: 'This is not asked for.', not_a_number: 'Please enter a number.',
  authorisation_needed: 'The family has not signed its consent yet; there is no vote without it.', notice_too_short: 'The notice stands too few days.', notice_running: 'The notice is still up.', exits_first: 'Exits come first: another case of the village still waits for the county.', category_needed: 'Choose a monitoring category.', already_monitored: 'This household is monitored already.',
  not_monitored: 'This household is not monitored.', too_soon: 'It has not been monitored long enough to remove the risk.', no_labor: 'A household without anyone able to work is not marked as out of risk.',
  unknown_household: 'There is no such household. Choose again.', unknown_area: 'There is no such village. Choose again.', same_household: 'Choose another household than this one.', same_village: 'It is in this village already.', entry_twice: 'This is recorded already. Correct that entry instead.', ledger_off: 'This ledger is not turned on.', not_editable: 'It has moved on and can no longer be corrected.',
  longer_needs_county: 'This is longer than a town may grant. The county does.', household_ended: 'This household has ended.', already_gone: 'This person has left the household already.', nobody_left: 'Somebody has to stay.', head_leaves: 'The head stays in the old household.', head_not_among: 'The new head has to be among those who leave.', number_taken: 'Another household has this number.',
  // Checklists and parameters.
  unknown_param: 'There is no such parameter.',
  wrong_type: 'Of another type; a number is wanted.',
  bad_text: 'Neither empty nor too long, please.',
  missing: 'Please fill this in.',
  in_the_past: 'Not before today.',
  overlay_faulty: 'Something is still wrong with the checklist; check it again.',
  // Campaigns.
  backwards: 'The days are the wrong way round.', too_many_days: 'A campaign lasts for 400 days at most.', outside_dates: 'This must lie within the campaign’s days.', begun: 'The campaign has begun; this can no longer be changed.', no_households: 'There is no household in this scope.', campaign_cancelled: 'This campaign is cancelled.',
  // The map.
  not_geojson: 'This is no GeoJSON FeatureCollection. Please choose another file.', not_a_polygon: 'Something in the file is no polygon, or its coordinates are not complete.', no_village_known: 'None of the polygons is a village of this county. Nothing was saved.', bad_address: "The address must begin with http:// or https:// and have {'{z}'}, {'{x}'} and {'{y}'}, none of them in its host.", local_address: 'Addresses of this machine or network are not taken.', no_map_file: 'There is no map.pmtiles in the server’s data folder.', bad_map_file: 'The map.pmtiles on the server is no whole PMTiles archive (version 3). It may not have been copied to its end: please put it there again.', vector_map: 'The map.pmtiles on the server holds vector tiles. Only pictures (PNG, JPEG, WebP) can be shown: please put another file there.', shifted_map: 'This map is drawn in shifted coordinates (GCJ-02 or BD-09): boundaries would lie some hundred metres off. Please use Tianditu, or a map of your own in WGS-84 or CGCS2000.', map_source_silent: 'Whoever draws the background gave no answer, or no picture.', bad_range: 'That part of the map file cannot be read.',
  // Spot checks, and filters kept under a name.
  empty_frame: 'There is nobody to draw: checked lately, drawn and waiting, or none in these towns.', sample_too_large: 'More than there are, or more than 2,000 at once.', bad_seed: 'A seed is of letters, digits and hyphens, at most 64.', frame_changed: 'Those who can be drawn have just changed: somebody else drew or saved a result. Work it out again, then draw.',
  person_left: 'That day this person was no longer on a team, so cannot be recorded as reached.', check_cancelled: 'This draw is cancelled.', already_raised: 'Rectification is already ordered. Go on in the problem ledger.', not_checked: 'There is no result yet. Save one first.', name_taken: 'You have a filter of that name. Choose another.',
  // Who answers for which household.
  primary_exists: 'Somebody answers for the household on that day: hand it over instead.', no_overlap: 'Replace first, then leave: both help for at least one day, and the one before does not leave earlier.', gap: 'A monitored household is never without a primary helper: hand it over first.', date_in_past: 'Too long ago: a month at most.', date_too_far: 'Too far ahead: a year at most.', same_person: 'This person helps the household on that day already.', not_in_force: 'This is no longer in force.',
  // Work that outlasts a request.
  job_running: 'Work of this kind is already under way. Wait for it, or stop it first.', export_running: 'A file of yours is being made already. Wait for it, or stop it on the page “Reports”.', job_interrupted: 'The server was restarted and the work was cut off. Please begin again.', disk_full: 'The server’s disk is full; nothing was written. Please tell the administrator.', too_large: 'The file is too large.',
  // Rosters from files.
  not_a_sheet: 'This is no sheet that can be read. Choose an .xlsx, .xls or .csv file; if it is damaged, export it again.', encrypted_file: 'The file has a password. Remove it in the spreadsheet program, save, and try again.', unpacks_too_large: 'The file unpacks to too much and was not read. Keep only the sheet you need, save, and try again.',
  web_page: 'This file is really a web page. Open it in Excel or WPS, save it as .xlsx, and try again.', empty_sheet: 'There is nothing in the file.', too_many_rows: 'Too many rows or columns: at most 200,000 rows and 400 columns at a time. Split the file.', no_header: 'No header was found in the first five rows. Is it a household or member sheet of the system?',
  sheet_hidden: 'Only a hidden sheet holds a roster. Show it, save the file, and try again.', columns_missing: 'Columns are missing; this file cannot be imported.', roster_moved: 'The roster changed after this check. Check again before importing.', check_gone: 'This check has expired. Please choose the file again.', undo_over: 'The time in which this import could be undone is over.',
  // What an administrator keeps.
  person_ended: 'This person has left. Bring the person back first.', last_administrator: 'This is the last administrator who can sign in. Make somebody else one first.', has_open_work: 'Households, teams or problems have not been handed over.', login_taken: 'Somebody else has this login.', new_password_needed: 'This is a one-time password. Choose your own.', password_expired: 'The one-time password has run out. Ask the administrator for a new one.', weak_password: 'At least 10 characters, and not the one-time password again.', not_sqlite: 'This county is on PostgreSQL: use its own tools.', basis_needed: 'This is turned under “Compliance”, with its legal basis.', not_a_phone: 'Not a phone number.', repeated: 'Said twice.', bad_area: 'Not an area.',
  // Somebody leaves; who guides a newcomer.
  successor_needed: 'Nobody is named who takes it over.', planned_to_another: 'It was to go to somebody else later: choose who takes over now.', people_undecided: 'It still has people: say what becomes of them.', villages_undecided: 'It still helps villages: say who goes on.', unit_ended: 'This unit has ended.', unit_name_taken: 'There is a unit of that name.', not_an_enterprise: 'Only enterprises have a class.', same_unit: 'A unit cannot take over from itself.', unknown_unit: 'There is no such unit, or it has ended.',
  // Reports.
  compliance_off: 'This is not switched on: an administrator of the county records its legal basis first.',
}
