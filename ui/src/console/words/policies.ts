export const policiesZh = {
  title: '政策一口清', lead: '县里填写的政策文字，随同步发到每部手机。金额、标准、日期只以这里为准，软件不带任何内容。', unit: '责任单位：{unit}', notFilled: '尚未填写', today: '正在执行', later: '以后执行', past: '已过期',
  from: '起', until: '止', untilOpen: '长期', text: '内容', textHint: '写给入户干部看：谁能享受、多少、怎么办、找谁。', add: '添加一段', edit: '填写', remove: '删去这段', save: '保存', cancel: '取消', saved: '已保存，手机同步后就能看到', setBy: '{name} 于 {time} 填写', readOnly: '由县管理员填写。', chars: '{n}/{most} 字',
  fromLabel: '开始日期', untilLabel: '结束日期', untilHint: '不填就是长期执行。', empty: '内容不能是空的', tooLong: '最多 {most} 字', badDate: '日期不对', backwards: '结束日期早于开始日期', overlap: '和另一段的日期重叠', stale: '别人刚改过这一条。请看一看现在的内容，再改。', filled: '已填 {n}/{all}', nothing: '删去全部内容', refused: '没有保存：{why}',
}
