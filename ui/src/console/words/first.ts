import { failuresZh } from './failures'
import { overviewZh } from './overview'

/** What sign-in, the frame and the overview say, and whatever any screen may meet. The rest comes with the first other page. */
export const firstZh = {
  app: { name: 'Ruhu 入户', place: 'Ruhu 入户 县级工作台', skip: '跳到正文', language: 'English', languageHint: 'Switch to English' },
  nav: {
    teamSync: '队员同步', people: '人员', helpingUnits: '帮扶单位', teams: '工作队', compliance: '合规', backups: '备份', devices: '手机', system: '系统', imports: '导入名册', bundles: '救援包', keys: '签名密钥', aside: '搁置的变更', audit: '审计日志', signOut: '退出登录', account: '账号',
    label: '主导航', overview: '概览', map: '地图', review: '审核', batches: '批次', visits: '走访', problems: '问题台账', waiting: '待办审核', campaigns: '专项行动', ledgers: '台账', photoMatches: '照片台', spots: '抽查', reports: '报表', photoSettings: '照片要求', checklists: '检查表版本', params: '参数', data: '数据', households: '农户', assignments: '帮扶责任', policies: '政策一口清',
  },
  role: { cadre: '帮扶干部', captain: '队长', town_captain: '镇总队长', county: '县帮扶办', administrator: '管理员' },
  failure: failuresZh,
  failureTitles: { internal: '没有加载出来', offline: '没有加载出来', forbidden: '没有查看权限', not_found: '没有找到' },
  failureNext: { internal: '只是这里没有显示出来，县里的数据没有变。', offline: '县里的数据没有变；网络恢复后点“重试”就能接着用。', forbidden: '工作上需要查看的，请县级管理员调整您的角色或范围。', not_found: '请回到名单里再找一次。' },
  common: {
    retry: '重试', refresh: '刷新', loading: '正在加载', more: '加载更多', cancel: '取消', close: '关闭', confirm: '确定',
    copy: '复制', copied: '已复制', all: '全部', back: '返回', search: '搜索', clear: '清空', none: '无', never: '从未',
    waitSeconds: '请在 {n} 秒后重试。', shown: '已显示 {n} 条', noMore: '没有更多了', unknown: '未知', people: '{n} 人',
    households: '{n} 户', visits: '{n} 次', pieces: '{n} 张', items: '{n} 项', span: '{from} 至 {to}', since: '{from} 起', until: '{to} 止', updated: '更新于 {time}', view: '查看',
  },
  signIn: {
    title: '登录县级工作台', lead: '走访记录从村里到县里，\n每一步都有回执。', login: '账号', password: '密码', totp: '动态码',
    totpHint: '身份验证器上的 6 位数字，没有则留空', submit: '登录', submitting: '正在登录…', loginMissing: '请输入账号',
    passwordMissing: '请输入密码', totpMissing: '请输入 6 位数字', badCredentials: '账号、密码或动态码不正确。动态码每 30 秒更换一次，请核对后再试。',
    throttled: '尝试次数过多，请在 {n} 秒后再试。', ended: '登录已失效，重新登录后会回到刚才的页面。', newPassword: '新密码', newPasswordHint: '至少 10 个字，只有您自己知道', newPasswordMissing: '请输入至少 10 个字的新密码', newPasswordText: '这是一次性密码。请设置您自己的密码，以后用它登录。动态码如已更换，请重新输入。', showPassword: '显示密码', hidePassword: '隐藏密码',
    notice: '农户信息属于敏感个人信息。查看完整证件号码和每次审核决定都会记入审计日志。',
    promise1: '记录不丢失', promise1Text: '每条变更都有县级签名的回执', promise2: '只看该看的', promise2Text: '按县、镇、队划定范围，默认脱敏',
    promise3: '留证不监控', promise3Text: '不做轨迹跟踪，不做干部排名',
  },
  overview: overviewZh,
  problemGroup: { open: '在办', unassigned: '待交办', under_way: '整改中', overdue: '逾期', to_verify: '待核验', to_sign_off: '待县级销号', closed: '已办结', all: '全部' },
  notFound: { title: '没有这个页面', text: '地址可能写错了，或页面已经移走。', home: '回到概览' },
}

/** Their shape in every language. */
export type FirstWords = Filled<typeof firstZh>
export type Filled<T> = { [K in keyof T]: T[K] extends string ? string : Filled<T[K]> }
