/** What an administrator keeps: people, teams, switches, backups, the search of the audit log. */
export const personZh = {
  add: '新增人员', back: '返回人员', edit: '修改', editTitle: '修改{name}的信息', addTitle: '新增人员', name: '姓名', unit: '单位', phone: '电话', phoneHint: '本人的手机或固定电话，可不填', save: '保存', made: '已新增{name}', saved: '已保存，手机同步后生效',
  current: '在岗', left: '已离开', all: '全部', stateLabel: '按在岗情况筛选', leftOn: '{day} 离开', open: '查看',
  roles: '角色和范围', roleKind: '角色', area: '范围', addRole: '添加角色', dropRole: '去掉这个角色', noRoles: '没有角色', noRolesHint: '没有角色的人看不到任何农户。', pickArea: '选择范围', wholeCounty: '全县',
  roleText: { cadre: '看本人帮扶的户，入户走访', captain: '看全村，审核走访', town_captain: '看全镇，审核队长的走访', county: '看全县，审核和分派', administrator: '管人员、手机、参数和备份' },
  post: '职级和任期', postHint: '在“帮扶责任”里登记', rank: '职级', postDays: '任期', notEntered: '未登记',
  signIn: '工作台登录', login: '账号', loginHint: '不含空格，本人登录时输入', noSignIn: '没有登录账号', cannotSignIn: '只有队长、镇总队长、县帮扶办和管理员能登录工作台。', setSignIn: '设置登录', resetSignIn: '重设密码', removeSignIn: '取消登录', removeTitle: '取消{name}的登录？', removeText: '立即退出，不能再登录工作台。手机不受影响。以后可以重新设置。', removed: '已取消登录',
  oneTime: '一次性密码，{time} 前有效，本人还没登录', oneTimeOver: '一次性密码已过期，请重设', ownPassword: '本人已设密码', totpOk: '已绑定身份验证器', totpMissing: '还没有身份验证器，登录不了', totpNone: '不需要身份验证器', resetTotp: '重设身份验证器', resetTotpTitle: '重设{name}的身份验证器？', resetTotpText: '原来的立即失效，本人会被退出登录。请当面让本人扫新的二维码。', resetTotpDo: '重设',
  signInTitle: '{name}的登录', signInText: '会生成一次性密码，三天内有效。本人第一次登录时自己设密码，之后谁也看不到。', signInDo: '生成', shownOnce: '只显示这一次。请当面交给本人，不要发群或截图。', madePassword: '一次性密码', until: '{time} 前有效', scanTotp: '用身份验证器扫码', totpQr: '身份验证器二维码', totpText: '手动输入的密钥', copyAll: '复制账号和密码', closeOnce: '已交给本人，关闭', selfOut: '这是您自己的账号：确认后会退出登录。',
  phones: '手机', noPhones: '没有登记手机', inUse: '在用', revoked: '已停用', contact: '{time}联系', teams: '工作队', noTeams: '不在任何工作队', leads: '队长', member: '队员',
  work: '负责的工作', households: '帮扶 {n} 户', noHouseholds: '没有帮扶的户', seeHouseholds: '看帮扶责任', problems: '{n} 个问题待办', seeProblems: '看问题台账', teamsLed: '带 {n} 支队', seeTeams: '看工作队',
  endIt: '离开', endTitle: '{name}离开？', endText: '从今天起：收回角色，退出工作队，取消登录和没用过的登记码。做过的走访和记录都保留。', endPhones: '还有 {n} 部手机在用，最近{time}联系。手机里没交的记录以后仍可以交来；确认交完再停用手机。', endPhonesNever: '还有 {n} 部手机在用。手机里没交的记录以后仍可以交来。', endReason: '离开原因', endHint: '例如：任期届满，调回原单位', ended: '{name}已离开', endedFlag: '已离开', endedText: '{day} 离开：{reason}', bringBack: '恢复在岗', broughtBack: '已恢复在岗，请重新给角色',
  history: '修改记录', noHistory: '还没有修改过', byRoster: '名册', from: '原来', to: '改为', nothing: '（空）', stale: '刚有人改过。已重新读取，请核对后再改。',
}

export const teamsZh = {
  title: '工作队', lead: '队长审核全队的走访；顺序就是手机上显示的顺序。', add: '新建工作队', edit: '修改', editTitle: '修改{village}工作队', addTitle: '新建工作队', village: '村', pickVillage: '选择村', captain: '队长', members: '队员', memberCount: '{n} 人', households: '{n} 户', addMember: '添加队员', find: '输入姓名或单位', nobody: '没有这个人', up: '上移', down: '下移', drop: '移出', saved: '已保存，手机同步后生效', empty: '还没有工作队', emptyText: '新建工作队，或导入名册。', history: '变更记录', save: '保存', captainIn: '队长自动列为队员', pickCaptain: '请选择队长', vacant: '没有队员',
}

export const complianceZh = {
  title: '合规', lead: '国办函〔2026〕12号禁止强制打卡、积分排名等做法。下面的功能默认关闭，有上级规定才能打开。', readOnly: '只有管理员能开关。', on: '已开启', off: '已关闭', turnOn: '登记依据并开启', turnOff: '立即关闭', since: '{name} 于 {time} 开启', offSince: '{name} 于 {time} 关闭', never: '从未开启', carried: '升级前就已开启，没有登记依据。请核实：有依据的，关闭后登记再开；没有的，请关闭。', basis: '法律依据', history: '开关记录', turnedOn: '开启', turnedOff: '关闭', because: '原因：{reason}', doc: '《{document}》{number}，{day}',
  names: { ranking: '排名', attendance: '考勤打卡', gallery_import: '相册导入照片' },
  offText: { ranking: '报表不按人或单位排名次。', attendance: '手机上没有考勤台账，不能打卡。', gallery_import: '走访照片只能在应用里现拍，不能从相册选。' },
  onText: { ranking: '县级报表会多出名次列。手机上仍不显示排名。', attendance: '手机同步后出现考勤台账，由本人登记、队长核对。不定位、不计在线时长。', gallery_import: '手机同步后可以从相册选照片，并标明“相册选取”；定位和时间以应用记录为准。' },
  onTitle: '开启“{name}”', document: '文件名称', documentHint: '例如：关于驻村干部考勤管理的通知', number: '文号', numberHint: '例如：云政发〔2026〕3号', issued: '发文日期', onDo: '开启', onHint: '开启后全县手机同步时生效。依据、开启人和时间永久保留。', offTitle: '关闭“{name}”？', offDo: '关闭', offHint: '例如：上级文件已废止', offAsk: '立即关闭，手机同步后生效。已有的记录都保留。', doneOn: '已开启{name}', doneOff: '已关闭{name}', stale: '刚有人动过这个开关，已重新读取。', open: '去合规页',
}

export const backupsZh = {
  title: '备份', lead: '把整个数据库复制到服务器的备份文件夹，服务不中断。', pgLead: '数据库由 PostgreSQL 自己的工具备份，服务不中断。', pgPhotos: '照片不在数据库里：请把照片文件夹或存储桶一并备份。', now: '立即备份', making: '正在备份', last: '上次备份：{time}（{size}）', none: '还没有备份', noneText: '点“立即备份”做第一份。', name: '文件', made: '时间', size: '大小', photos: '照片清单', photoCount: '{n} 张', folder: '备份文件夹', free: '磁盘剩余 {size}', secretTitle: '备份里有签名密钥和全部农户信息', secret: '谁拿到备份，谁就能冒充本县签回执。备份只能在服务器上取走，不能从网页下载；拷走后请加密保存。', photosApart: '照片不在备份里：备份旁的 .photos 文件列出了全部照片，请把照片文件夹或存储桶一并备份。',
  restoreTitle: '怎么恢复', restore1: '在服务器上停止服务。', restore2: '运行恢复命令；原来的数据库会挪到旁边，不会删除：', restore3: '重新启动服务。各手机下次同步会自动核对，补传备份之后的记录。', done: '备份完成', copied: '命令已复制',
  pgTitle: '本县使用 PostgreSQL', pgText: '请用 PostgreSQL 自己的工具备份，例如：', pgAfter: '恢复后必须运行下面的命令，手机才会补传缺少的记录：',
}

export const factEditZh = {
  edit: '修改信息', title: '修改{name}户的信息', lead: '户主、姓名、证件号码和监测类别随名册更新，这里不能改。打开这张表已记入审计日志。', whose: '改谁的', household: '全户', save: '保存修改', saved: '已保存，手机同步后更新', nothing: '没有改动', contested: '另有不同的值，保存后仍待人选定', stale: '这户刚被改过。已重新读取，请核对后再改。', yes: '是', no: '否', lat: '纬度', lon: '经度', empty: '未填', required: '不能空着', history: '修改记录', noHistory: '还没有人改过',
}

export const auditSearchZh = {
  person: '谁', anyone: '所有人', action: '做了什么', anyAction: '全部操作', days: '日期', from: '从', to: '到', subject: '对象编号', subjectHint: '完整编号', clear: '清除条件', export: '导出', exporting: '正在导出审计日志', none: '没有符合条件的记录', noneText: '换个条件再查。', pickSubject: '查这个对象的全部记录',
}
