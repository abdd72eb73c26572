import type { teamZh } from '../team-sync'

export const teamEn: typeof teamZh = {
  title: 'Work not arrived', lead: 'Whose phone still has work the county lacks. Known facts and since when, by name; nobody is ranked.', search: 'Village or town', searchLabel: 'Find by village or town',
  village: 'Village', name: 'Name', report: 'Unsent, as the phone said', contact: 'Last contact', missing: 'Photos the county lacks', toReview: 'Visits to review',
  captain: 'Captain', never: 'Never in contact', unreported: 'Never said', noPhone: 'No phone in use', none: 'Nothing unsent', visits: '{n} visit | {n} visits', changes: '{n} other record | {n} other records', photos: '{n} photo | {n} photos', join: ', ', since: 'said {ago}',
  empty: 'No such team', emptyText: 'Try another village or town.', noTeams: 'No teams yet', noTeamsText: 'Once teams are set up under “Teams”, each person’s state appears here.',
}
