import type { leavingZh, mentorZh, peopleActionZh, peopleFailureZh } from '../leaving'

export const leavingEn: typeof leavingZh = {
  start: 'Hand over and leave', title: '{name} hands over and leaves', plannedFlag: 'Leaving', plannedOn: 'leaves {day}', planned: 'Leaves on {day}, that day included; ended by itself the day after.', overdue: 'Was to leave on {day}. Households, teams or problems came since, so nothing was ended. Please hand over once more.', stay: 'Does not leave', stayTitle: '{name} stays?', stayText: 'Only the leaving is taken back. Households, teams and problems handed over do not come back by it; hand them over again if they should.', stayDo: 'Take the leaving back', stayed: 'The leaving was taken back',
  has: 'Answers for now', households: '{n} households', problems: '{n} problems', leads: 'leads it', nothing: 'Nothing to hand over.', successor: 'Who takes over', successorHint: 'Where somebody else takes a village over, choose below.', byVillage: 'Somebody else by village', sameAsAll: 'As above', firstDay: 'First day of whoever takes over', firstDayHint: 'Today at latest', lastDay: 'Last day', lastDayHint: 'At least one day beside whoever takes over; until then visits can still be helped with.', reason: 'Why', reasonHint: 'For example: term over, back to the own unit', look: 'See what happens', again: 'Change it', confirm: 'Hand over', pickDay: 'Choose a day', phonesTitle: 'Phones',
  phone: '{name}, heard of {time}', said: 'said {time}: {visits} visits, {changes} other records, {photos} photos not sent', saidNone: 'said {time}: everything is sent', neverSaid: 'never said what it still has', notCutOff: 'Phones are not cut off: what they hold can be sent after leaving, too. Revoke them once it has come.', returned: '{n} visits were returned to this person: to be put right and sent before leaving.',
  gains: 'Who takes over how much', heavy: '{name} will answer for {n} households, which is a lot (a notice)', gainHouseholds: '{n} households (answers for)', gainCo: '{n} households (helps)', gainProblems: '{n} problems', gainTeams: '{n} teams', detail: 'One by one', household: 'Household', problem: 'Problem', team: 'Team', role: 'Role',
  becomes: { handed_over: 'to {name}', ends: 'ends with the leaving', withdrawn: 'plan taken back' }, teamLead: 'captain, to {name}', teamSeat: 'member, {name} comes', teamGoes: 'member, goes', roleTo: 'to {name}', roleEnds: 'ends', problemTo: 'to {name}', cannot: 'Not yet: {n}.', cannotHint: 'See to what is marked first, or change it.', can: 'Can be handed over: all of it at once, or none.', openHousehold: 'Open', stale: 'Something changed since you looked. Please look again.', done: 'What {name} answered for is handed over', doneLater: 'What {name} answered for is handed over; leaves on {day}',
  undo: 'To take it back, hand over once more; what is recorded here stays.',
}

export const mentorEn: typeof mentorZh = {
  title: 'Mentor', mentor: 'Mentor', none: 'No mentor', needs: 'New, without a mentor', guides: 'Guides', set: 'Name a mentor', change: 'Change the mentor', from: 'From', to: 'Until', toHint: 'May stay open', clear: 'No mentor', saved: 'Saved', since: 'since {from}', until: '{from} to {to}', filter: 'New, without mentor', pick: 'Choose a mentor', stale: 'Somebody has just changed this. Please close and open again.', hint: 'Somebody experienced guides a newcomer.',
}

export const peopleFailureEn: typeof peopleFailureZh = {
  successor_needed: 'Nobody is named who takes it over.', people_undecided: 'It still has people: say what becomes of them.', villages_undecided: 'It still helps villages: say who goes on.', unit_ended: 'This unit has ended.', unit_name_taken: 'There is a unit of that name.', not_an_enterprise: 'Only enterprises have a class.', same_unit: 'A unit cannot take over from itself.', unknown_unit: 'There is no such unit, or it has ended.',
}

export const peopleActionEn: typeof peopleActionZh = {
  person_leaving: 'Planned a leaving', person_stays: 'Took a leaving back', problem_handed_over: 'Handed a problem over', mentor_set: 'Named a mentor', helping_unit_made: 'Added a helping unit', helping_unit_changed: 'Changed a helping unit', helping_unit_ended: 'Ended a helping unit', helping_unit_linked: 'Brought people to a helping unit',
}
