import type { FirstWords } from '../first'
import { failuresEn } from './failures'
import { overviewEn } from './overview'

export const firstEn: FirstWords = {
  app: { name: 'Ruhu 入户', place: 'Ruhu county console', skip: 'Skip to content', language: '中文', languageHint: '切换到中文' },
  nav: {
    teamSync: 'Team sync', people: 'People', helpingUnits: 'Helping units', teams: 'Teams', compliance: 'Compliance', backups: 'Backup', devices: 'Phones', system: 'System', imports: 'Import rosters', bundles: 'Rescue files', keys: 'Signing keys', aside: 'Set aside', audit: 'Audit log', signOut: 'Sign out', account: 'Account',
    label: 'Main', overview: 'Overview', map: 'Map', review: 'Review', batches: 'Batches', visits: 'Visits', problems: 'Problem ledger', waiting: 'To approve', campaigns: 'Campaigns', ledgers: 'Ledgers', photoMatches: 'Photo desk', spots: 'Spot checks', reports: 'Reports', photoSettings: 'Photo settings', checklists: 'Checklist versions', params: 'Parameters', data: 'Data', households: 'Households', assignments: 'Helpers', policies: 'Policy card',
  },
  role: { cadre: 'Helper', captain: 'Captain', town_captain: 'Town chief captain', county: 'County staff', administrator: 'Administrator' },
  failure: failuresEn,
  failureTitles: { internal: 'This did not load', offline: 'This did not load', forbidden: 'Not for your role', not_found: 'Not found' },
  failureNext: { internal: 'It is only not shown: the county’s data is as it was.', offline: 'The county’s data is as it was. Try again once there is a network.', forbidden: 'If your work needs it, ask the county’s administrator for the role or the area.', not_found: 'Look for it in its list once more.' },
  common: {
    retry: 'Try again', refresh: 'Refresh', loading: 'Loading', more: 'Show more', cancel: 'Cancel', close: 'Close', confirm: 'OK',
    copy: 'Copy', copied: 'Copied', all: 'All', back: 'Back', search: 'Search', clear: 'Clear', none: 'None', never: 'Never',
    waitSeconds: 'Try again in {n} second. | Try again in {n} seconds.', shown: '{n} shown', noMore: 'That is all', unknown: 'Unknown', people: '{n} person | {n} people',
    households: '{n} household | {n} households', visits: '{n} visit | {n} visits', pieces: '{n} photo | {n} photos', items: '{n} item | {n} items', span: '{from} to {to}', since: 'from {from}', until: 'until {to}', updated: 'Updated {time}', view: 'View',
  },
  signIn: {
    title: 'Sign in to the console', lead: 'From the village to the county,\nevery step has a receipt.', login: 'Login', password: 'Password', totp: 'Code',
    totpHint: '6 digits of your authenticator; empty if you have none', submit: 'Sign in', submitting: 'Signing in…', loginMissing: 'Enter your login',
    passwordMissing: 'Enter your password', totpMissing: 'Enter the 6 digits', badCredentials: 'The login, password or code is not right. The code changes every 30 seconds; check it and try again.',
    throttled: 'Too many attempts. Try again in {n} second. | Too many attempts. Try again in {n} seconds.', ended: 'Your session has ended. After signing in you return to where you were.', newPassword: 'New password', newPasswordHint: 'at least 10 characters, known to you alone', newPasswordMissing: 'Enter a new password of at least 10 characters', newPasswordText: 'This is a one-time password. Choose your own; you sign in with it from now on. If the code has changed by now, type it again.', showPassword: 'Show password', hidePassword: 'Hide password',
    notice: 'Households are sensitive personal data. Showing a full ID number and every decision go into the audit log.',
    promise1: 'Nothing is lost', promise1Text: 'Every change has a receipt signed by the county', promise2: 'Only what is yours', promise2Text: 'Scoped to county, town and team; masked by default',
    promise3: 'Evidence, not surveillance', promise3Text: 'No tracks, no rankings of cadres',
  },
  overview: overviewEn,
  problemGroup: { open: 'Open', unassigned: 'To assign', under_way: 'Under way', overdue: 'Overdue', to_verify: 'To verify', to_sign_off: 'To sign off', closed: 'Settled', all: 'All' },
  notFound: { title: 'No such page', text: 'The address may be wrong, or the page has moved.', home: 'To the overview' },
}
