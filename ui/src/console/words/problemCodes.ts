/** What the ledger calls states, moves and refusals: words of codes, for screens, histories and the audit log. */

/** Where a problem stands. */
export const problemStateZh = {
  found: '待建账', registered: '已建账', assigned: '已交办', declined: '已退办', rectifying: '整改中', to_verify: '待核验', returned: '核验退回', closed: '已销号', reopened: '反弹重开', merged: '已并案', cancelled: '不属实', long_term: '长期坚持',
}
export const problemStateEn: typeof problemStateZh = {
  found: 'To register', registered: 'Registered', assigned: 'Assigned', declined: 'Declined', rectifying: 'Rectifying', to_verify: 'To verify', returned: 'Sent back', closed: 'Closed', reopened: 'Reopened', merged: 'Merged', cancelled: 'Not true', long_term: 'Long-term',
}

/** The moves, as buttons say them. */
export const problemMoveZh = {
  register: '建账', fix_at_once: '立行立改', assign: '交办', decline: '退办', start: '开始整改', finish: '报整改完成', verify: '核验通过', sign_off: '县级销号', send_back: '核验退回',
  extend: '延期', keep_long_term: '转长期坚持', reopen: '反弹重开', merge: '并案', cancel: '不属实',
}
export const problemMoveEn: typeof problemMoveZh = {
  register: 'Register', fix_at_once: 'Put right at once', assign: 'Assign', decline: 'Decline', start: 'Start rectifying', finish: 'Report as rectified', verify: 'Verify', sign_off: 'Sign off', send_back: 'Send back',
  extend: 'Extend', keep_long_term: 'Long-term upkeep', reopen: 'Reopen', merge: 'Merge', cancel: 'Not true',
}

/** What happened, in a history; the moves, two things that happen by themselves, and whoever leaves. */
export const problemStepZh = { ...problemMoveZh, keep_long_term: '转为长期坚持', cancel: '经核不属实', raised: '发现', seen: '再次发现', handed_over: '换人负责' }
export const problemStepEn: typeof problemStepZh = {
  register: 'Registered', fix_at_once: 'Put right at once', assign: 'Assigned', decline: 'Declined', start: 'Rectification begun', finish: 'Reported as rectified', verify: 'Verified', sign_off: 'Signed off', send_back: 'Sent back',
  extend: 'Extended', keep_long_term: 'Kept up in the long term', reopen: 'Reopened', merge: 'Merged', cancel: 'Found not to be true', raised: 'Found', seen: 'Found again', handed_over: 'Handed over',
}

/** The same, in the audit log. */
export const problemActionZh = {
  problem_raised: '发现问题', problem_register: '问题建账', problem_fix_at_once: '问题立行立改', problem_assign: '交办问题', problem_decline: '退办问题', problem_start: '开始整改', problem_finish: '报整改完成', problem_verify: '问题核验通过',
  problem_sign_off: '问题县级销号', problem_send_back: '问题核验退回', problem_extend: '问题延期', problem_keep_long_term: '问题转长期坚持', problem_reopen: '问题反弹重开', problem_merge: '问题并案', problem_cancel: '问题不属实', unit_named: '填写责任单位',
}
export const problemActionEn: typeof problemActionZh = {
  problem_raised: 'Raised a problem', problem_register: 'Registered a problem', problem_fix_at_once: 'Put a problem right at once', problem_assign: 'Assigned a problem', problem_decline: 'Declined a problem', problem_start: 'Began rectifying', problem_finish: 'Reported a problem as rectified', problem_verify: 'Verified a problem',
  problem_sign_off: 'Signed off a problem', problem_send_back: 'Sent a problem back', problem_extend: 'Extended a problem', problem_keep_long_term: 'Kept a problem up in the long term', problem_reopen: 'Reopened a problem', problem_merge: 'Merged a problem', problem_cancel: 'Settled a problem as not true', unit_named: 'Named a responsible unit',
}

/** Refusals the ledger adds to the console's others. */
export const problemFailureZh = {
  own_work: '整改人和责任人不能核验这条整改，请由他人核验。', not_verified: '要先现场核验通过，县里才能销号。', on_site_needed: '保障类问题必须现场核验。', evidence_needed: '请选照片，或写明没有照片的原因。', owner_needed: '请选责任人。',
  later_day_needed: '请选一个比现在的时限更晚的日子。', other_needed: '请选并入哪一条。', not_a_date: '日期不正确。', unknown_option: '这个选项不存在，请重新选择。', too_long: '文字太长，请精简。', too_many: '一次太多了，请分几次。', unknown_person: '没有这个人，请重新选择。',
  unknown_photo: '这张照片不属于这户的走访，请重新选择。', unknown_problem: '那条问题已经办结或不在这户，请重新选择。', empty: '请填写。', malformed: '内容里有不能保存的字符。',
}
export const problemFailureEn: typeof problemFailureZh = {
  own_work: 'Whoever rectified it or answers for it does not verify it. Somebody else has to.', not_verified: 'It has to be verified on site before the county signs off.', on_site_needed: 'Guarantees are verified on site.', evidence_needed: 'Choose photos, or say why there are none.', owner_needed: 'Choose who answers for it.',
  later_day_needed: 'Choose a day later than the present one.', other_needed: 'Choose which one it belongs to.', not_a_date: 'This is not a date.', unknown_option: 'There is no such option. Choose again.', too_long: 'This is too long.', too_many: 'Too many at once. Take fewer.', unknown_person: 'There is no such person. Choose again.',
  unknown_photo: 'This photo is not of a visit to the household. Choose again.', unknown_problem: 'That problem is settled, or of another household. Choose again.', empty: 'Please fill this in.', malformed: 'It holds characters that cannot be kept.',
}
