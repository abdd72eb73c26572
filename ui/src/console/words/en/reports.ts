import type { reportZh } from '../reports'

export const reportEn: typeof reportZh = {
  title: 'Reports', lead: 'One definition for everybody. What is exported are the rows seen here.', choose: 'Choose a report', report: 'Report', off: 'off',
  groups: { ledgers: 'Ledgers', progress: 'Progress', briefs: 'Briefs', assessment: 'Assessment' },
  period: 'Days', custom: 'Other days…', from: 'From', to: 'Until', until: 'to',
  thisWeek: 'This week ({m1}/{d1} to {m2}/{d2})', lastWeek: 'Last week ({m1}/{d1} to {m2}/{d2})', week: '{m1}/{d1} to {m2}/{d2}', month: 'Month {month} of {year}', firstHalf: 'Month {month} of {year}, first half', secondHalf: 'Month {month} of {year}, second half', quarter: 'Quarter {quarter} of {year}', h1: 'First half of {year}', h2: 'Second half of {year}', year: 'Year {year}',
  group: 'Which', of: { all: 'All', open: 'Not closed', overdue: 'Overdue', closed: 'Closed', approved: 'Approved', waiting: 'Not approved' },
  campaign: 'Campaign', noCampaign: 'Campaign: none (by days)', sheet: 'Sheet', exportExcel: 'Export to Excel', exportWord: 'Export to Word', exportBehind: 'Export those not visited',
  practice: 'What worked', practiceHint: 'Goes into the brief; each line is a paragraph.', plans: 'What comes next', plansHint: 'What is to be done next week or month; each line is a paragraph.', typed: 'In your words', update: 'Put into the table',
  total: '{n} row | {n} rows', empty: 'Nothing in these days', emptyText: 'Try other days or another town. An export would hold the header only.', emptySpot: 'No spot checks yet', emptySpotText: 'Once a list is drawn, it appears here.',
  exported: 'Export', earlier: 'Recent exports', hide: 'Hide',
  offTitle: '“{name}” is not switched on', offRanking: 'A ranking has consequences for units and people: an administrator of the county records its legal basis first. Persons are never ranked, and groups under five get no places.', offAttendance: 'Attendance tells where people were: an administrator of the county records its legal basis first.', offGo: 'Record the basis and switch it on', offWhere: 'Where: “Compliance” in the menu.', offYou: 'You are an administrator: record the basis and switch it on.', offAsk: 'Please ask an administrator of the county.',
  failed: 'The export did not begin. The report is not affected; try again.', formula: 'How it is counted', formulas: {
    coverage: 'Coverage: households with at least one counting visit ÷ households to visit. By the end of the visit, at the dwelling only, each household once.', helpers: 'As often as asked: everything the cadence asked for up to today was done. Whoever began fewer than 30 days before a period’s end owes nothing in it.', attendance: 'Present: (check-ins + confirmed later ones + training + trips) ÷ (required − granted leave). Half a day is 0.5. Required are days with a record, rest left out, or what the county asks for each month.', quarter: 'Closed in time: done by the first deadline and closed ÷ due in the days. Overall is the mean of what there is. Equals share a place (1, 2, 2, 4); groups under five get none.', year: 'It gathers what was recorded and replaces no assessment. A grade is proposed from absence alone: once, not excellent; twice, basically competent; three times, not competent.', month: 'In brackets: this year so far.', monitored: 'Risks are shown to county staff only.',
  },
}

export const reportActionEn = { report_exported: 'Exported a report' }
