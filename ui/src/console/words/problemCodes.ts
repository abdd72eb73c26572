/** What the ledger calls states, moves and steps: words of codes, for screens, histories and the audit log. */

/** Where a problem stands. */
export const problemStateZh = {
  found: '待建账', registered: '已建账', assigned: '已交办', declined: '已退办', rectifying: '整改中', to_verify: '待核验', returned: '核验退回', closed: '已销号', reopened: '反弹重开', merged: '已并案', cancelled: '不属实', long_term: '长期坚持',
}

/** The moves, as buttons say them. */
export const problemMoveZh = {
  register: '建账', fix_at_once: '立行立改', assign: '交办', decline: '退办', start: '开始整改', finish: '报整改完成', verify: '核验通过', sign_off: '县级销号', send_back: '核验退回',
  extend: '延期', keep_long_term: '转长期坚持', reopen: '反弹重开', merge: '并案', cancel: '不属实',
}

/** What happened, in a history; the moves, two things that happen by themselves, and whoever leaves. */
export const problemStepZh = { ...problemMoveZh, keep_long_term: '转为长期坚持', cancel: '经核不属实', raised: '发现', seen: '再次发现', handed_over: '换人负责' }

/** The same, in the audit log. */
