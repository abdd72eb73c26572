import type { overviewZh } from '../overview'

export const overviewEn: typeof overviewZh = {
  roomLow: 'The server’s disk is getting full. Please make room soon.', roomNoPhotos: 'The server’s disk is nearly full: photos are not taken any more, words still are. Please make room now.', roomFree: '{size} free',
  title: 'Overview', H1: 'First half of {year}', H2: 'Second half of {year}', today: 'Today', coverage: 'Half-year coverage',
  submitted: 'Submitted', approved: 'Approved', households: '{n} household to visit | {n} households to visit', notVisited: 'Not visited', overdue: 'Overdue', overdueHint: 'Not visited since the period before this one began, by the cadence of their group',
  formula: 'Coverage = households with at least one counting visit by a helper this half-year ÷ households to visit. Counted by when the visit ended; only visits at the dwelling count; a household visited twice counts once.',
  submittedHint: 'Submitted: the visit has reached the county server', approvedHint: 'Approved: by the captain, in a batch, or accepted by the county',
  campaigns: 'Campaigns under way', noCampaigns: 'There is no campaign now', campaignsAll: 'All campaigns', untilDay: 'until {day}', required: '{n}% required',
  waitingCounty: 'Waiting for the county', waitingCountyText: 'Visits in batches, to accept or return', startReview: 'Start reviewing', nothingWaiting: 'All done', batchesWaiting: '{n} batch not done | {n} batches not done', oldest: 'the oldest came {ago}',
  waitingCaptain: 'With captains', returned: 'Returned', accepted: 'Accepted', photos: 'Visits missing photos', photosCount: '{n} photo missing | {n} photos missing', aside: 'Changes set aside', contested: 'Values differ',
  pipeline: 'Review', todayVisits: 'Visits', todayPhotos: 'Photos', todayBatches: 'Batches', todayAccepted: 'Accepted',
  problems: 'Open problems', problemsAll: '{n}', byState: 'How far they are', byAge: 'How long ago they were found', noProblems: 'No problem is open',
  ages: { week: 'Up to 7 days', fortnight: '8–15 days', month: '16–30 days', older: 'Over 30 days' },
  sync: 'Phones and sync', phonesDay: 'Heard within 24 hours', phonesWeek: 'Heard within 7 days', phonesSilent: 'Silent for longer',
  towns: 'Towns', town: 'Town, village', due: 'Households', openTown: 'Show the villages of {name}', closeTown: 'Hide the villages of {name}', villagesFailed: 'The villages of {name} could not be loaded.', townsHint: 'In the order of area codes. Each figure opens its list.',
  problemCount: 'Open problems', problemOverdue: 'Overdue problems', seeList: '{place}: {what} {n}', days: 'Last 14 days', daysVisits: 'Visits', daysAccepted: 'Accepted', chartLabel: 'Last 14 days: visits {visits}, accepted {accepted}', seeDay: 'Visits that came on {day}',
  formulaLabel: 'How coverage is counted', unrefreshed: 'This did not refresh: what is shown is of {time}.', empty: 'No households yet. Progress appears here when the administrator has imported the roster.', date: 'Date',
  narrowed: { village: 'Only {name}', came: 'Came on {day}', accepted: 'Accepted on {day}', missing: 'Missing photos', age: 'Found: {age}' }, clear: 'Drop this condition', oneVillage: 'one village',
}
