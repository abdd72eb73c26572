export const factsZh = {
  title: '两边不一致的信息', lead: '两个人改得不一样。选定一个，另一个仍留在县里的记录中。', fact: '信息', stands: '现在用的', other: '另一个说法',
  by: '{name}改的', roster: '名册上的', empty: '没有填', keep: '保留现在的', take: '改用这个', decided: '已选定，会传到相关手机',
  stale: '情况刚有变化，已刷新，请再看一次。', mark: '两边不一致', count: '{n} 项', mayNot: '由县帮扶办或本村队长选定。', confirm: '改用“{value}”？', confirmKeep: '保留“{value}”？',
}
