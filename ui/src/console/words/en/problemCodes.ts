import type { problemMoveZh, problemStateZh, problemStepZh } from '../problemCodes'

export const problemStateEn: typeof problemStateZh = {
  found: 'To register', registered: 'Registered', assigned: 'Assigned', declined: 'Declined', rectifying: 'Rectifying', to_verify: 'To verify', returned: 'Sent back', closed: 'Closed', reopened: 'Reopened', merged: 'Merged', cancelled: 'Not true', long_term: 'Long-term',
}

export const problemMoveEn: typeof problemMoveZh = {
  register: 'Register', fix_at_once: 'Put right at once', assign: 'Assign', decline: 'Decline', start: 'Start rectifying', finish: 'Report as rectified', verify: 'Verify', sign_off: 'Sign off', send_back: 'Send back',
  extend: 'Extend', keep_long_term: 'Long-term upkeep', reopen: 'Reopen', merge: 'Merge', cancel: 'Not true',
}

export const problemStepEn: typeof problemStepZh = {
  register: 'Registered', fix_at_once: 'Put right at once', assign: 'Assigned', decline: 'Declined', start: 'Rectification begun', finish: 'Reported as rectified', verify: 'Verified', sign_off: 'Signed off', send_back: 'Sent back',
  extend: 'Extended', keep_long_term: 'Kept up in the long term', reopen: 'Reopened', merge: 'Merged', cancel: 'Found not to be true', raised: 'Found', seen: 'Found again', handed_over: 'Handed over',
}

export const problemActionEn = {
  problem_raised: 'Raised a problem', problem_register: 'Registered a problem', problem_fix_at_once: 'Put a problem right at once', problem_assign: 'Assigned a problem', problem_decline: 'Declined a problem', problem_start: 'Began rectifying', problem_finish: 'Reported a problem as rectified', problem_verify: 'Verified a problem',
  problem_sign_off: 'Signed off a problem', problem_send_back: 'Sent a problem back', problem_extend: 'Extended a problem', problem_keep_long_term: 'Kept a problem up in the long term', problem_reopen: 'Reopened a problem', problem_merge: 'Merged a problem', problem_cancel: 'Settled a problem as not true', unit_named: 'Named a responsible unit',
}
