/** Scanning QR codes. */
export const scan = {
  scan: '扫码',
  household: '扫户码',
  householdHint: '把户码放进框里',
  notYours: '不在您的名单中',
  enrolment: '扫登记码',
  enrolmentHint: '把电脑上的二维码放进框里',
  notEnrolment: '这不是登记用的二维码',
  enrolFound: '已填好网址和登记码，请核对后登记。',
  otherWay: '可以返回，用手输入。',
  broken: '这台手机不能扫码',
  brokenText: '系统自带的浏览组件太旧。请返回，用手输入。',
}
