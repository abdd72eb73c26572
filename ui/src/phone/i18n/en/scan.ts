import type { Words } from '..'

export const scan: Words['scan'] = {
  scan: 'Scan',
  household: 'Scan a household code',
  householdHint: 'Hold the household code in the frame',
  notYours: 'Not on your list',
  enrolment: 'Scan the enrolment code',
  enrolmentHint: 'Hold the code on the computer in the frame',
  notEnrolment: 'This is not an enrolment code',
  enrolFound: 'Address and code are filled in. Check them, then enrol.',
  otherWay: 'Go back and type it in.',
  broken: 'This phone cannot scan',
  brokenText: 'Its browser component is too old. Go back and type it in.',
}
