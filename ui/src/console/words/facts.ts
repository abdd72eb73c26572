export const factsZh = {
  title: '两边不一致的信息', lead: '两个人改得不一样。选定一个，另一个仍留在县里的记录中。', fact: '信息', stands: '现在用的', other: '另一个说法',
  by: '{name}改的', roster: '名册上的', empty: '没有填', keep: '保留现在的', take: '改用这个', decided: '已选定，会传到相关手机',
  stale: '情况刚有变化，已刷新，请再看一次。', mark: '两边不一致', count: '{n} 项', mayNot: '由县帮扶办或本村队长选定。', confirm: '改用“{value}”？', confirmKeep: '保留“{value}”？',
}

export const factsEn: typeof factsZh = {
  title: 'Facts with two values', lead: 'Two people said different things. Choose one; the other stays in the county’s records.', fact: 'Fact', stands: 'In use now', other: 'Another value',
  by: 'by {name}', roster: 'from the roster', empty: 'Not filled in', keep: 'Keep this', take: 'Use this instead', decided: 'Decided. The phones concerned will hear.',
  stale: 'Things have just changed. The page is fresh now; please look again.', mark: 'Values differ', count: '{n}', mayNot: 'County staff or the village’s captain decide.', confirm: 'Use “{value}” instead?', confirmKeep: 'Keep “{value}”?',
}
