import type { paperZh } from '../paper'

export const paperEn: typeof paperZh = {
  title: 'Household book', print: 'Print', printBook: 'Household book (A4)', printCard: 'Contact card (A6)', printTitle: 'Print the household book', lead: 'ID numbers and phones are masked; printing goes into the audit log.', what: 'What to print', preview: 'Preview',
  head: 'Head of household', hhNumber: 'Household number', address: 'Address', printedOn: 'Printed on', printedBy: 'Printed by', code: 'Household code', warning: 'Personal data: keep it safe', yuanOf: '{amount} yuan',
  plan: 'Plan', measures: 'Measures', deeds: 'Good deeds', incomeSurvey: 'Income survey', content: 'What', kind: 'Kind', day: 'Day', amount: 'Amount', noEntries: 'Nothing recorded yet.',
  who: 'Who', situation: 'Situation', causes: 'Causes and risks', people: 'People', visits: 'Visits', problems: 'Problems',
  baseType: 'Kind of household', category: 'Monitored as', monitorSince: 'Since', phone: 'Phone', members: 'Members', name: 'Name', relation: 'Relation to head', gender: 'Gender', age: 'Age', idNumber: 'ID number', education: 'Education', labor: 'Workforce', work: 'Work', health: 'Health',
  noMembers: 'The roster has no members.', illCount: '{n} with an illness or disability; details are shown to the helper alone.', income: 'Net income of the household', percap: 'Net income a head', size: 'People', welfare: 'Welfare', none: 'None', relocated: 'Relocated', noLabor: 'Nobody can work', yes: 'Yes',
  hiddenRisks: '{n} more concern health and are shown to the helper alone', noCauses: 'The roster has no risks for this household.', risksGone: 'The risks are over', role: 'Role', unit: 'Unit', since: 'Since', helper: 'Helper', coHelper: 'Co-helper', captain: 'Captain of the resident team', noHelper: 'There is no helper yet.',
  time: 'Time', visitor: 'Visitor', state: 'State', found: 'Problems found', noVisits: 'No visits yet.', number: 'Number', problem: 'Problem', unitOf: 'Responsible', foundOn: 'Found', due: 'Due', noProblems: 'No problem was recorded.',
  cardTitle: 'Contact card', hotline: 'Complaints: 12317', cardNote: 'If you are in difficulty, call your helper. Keep this card at home.',
  codes: 'Household codes', codesTitle: 'Print household codes', codesLead: 'For the door or the folder: the helper’s phone opens the household at a scan. A code holds a number and nothing else; to any other phone it says nothing.', village: 'Village', villageChoice: 'Choose a village', codesOf: 'Household codes of {village}', codesHint: 'Cut along the dashes', codeOf: 'Code of {head}, number ending {tail}', codesCount: '{n} households, about {pages} pages', noVillages: 'No households yet', noVillagesText: 'Once a roster is imported, their codes can be printed here.',
}
