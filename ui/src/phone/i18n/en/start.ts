import type { Words } from '..'

/** Enrolment and unlocking. */
export const start: Words['start'] = {
  welcome: 'Welcome to Ruhu',
  welcomeText: 'Record household visits without signal. Everything is kept on this phone and sent when there is a network.',
  promiseOffline: 'Works without signal',
  promiseSafe: 'Encrypted, and never lost',
  promiseQuick: 'Nothing changed? One minute.',
  enrolTitle: 'Enrol this phone',
  enrolText: 'Ask the county for an enrolment sheet and copy it here. Once only, and with a network.',
  server: 'County server',
  serverPlaceholder: 'https://',
  code: 'Enrolment code',
  codePlaceholder: 'Letters and digits on the sheet',
  enrol: 'Enrol and fetch households',
  enrolOffline: 'The county server is out of reach. Enrolling needs a network; check the signal and the address.',
  enrolling: 'Enrolling…',
  unlockTitle: 'Enter your PIN',
  hello: 'Hello, {name}',
  unlock: 'Open',
  waitSeconds: 'Please wait {seconds} seconds.',
  forgot: 'Forgotten? Ask the county. What is not sent yet stays safe.',
  startFailed: 'The app could not start',
  previewBar: 'Phone preview',
  airplane: 'Aeroplane mode',
}
