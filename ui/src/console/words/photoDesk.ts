/** The photo desk: what did not come, what proves little. */
export const photoDeskZh = {
  title: '照片台', tabs: { repeated: '重复照片', missing: '未到照片', unverified: '存疑照片' }, tab: '照片台分页',
  missingLead: '走访里申明了、县里还没收到的照片，等得最久的在前。文字记录不受影响，手机有网后会自己补传。', by: '查看方式', byVisit: '按走访', byVisitor: '按走访人', totals: '{visits} 次走访缺 {photos} 张', visit: '走访', visitor: '走访人', since: '等到现在', missing: '缺照片', arriving: '其中 {n} 张正在传', of: '共 {n} 张', state: '走访状态', visits: '走访次数', contact: '手机最近联系', never: '还没有联系过', see: '看走访', seeHis: '看{name}的',
  emptyMissing: '照片都到齐了', emptyMissingText: '走访申明的照片，县里都已收到并核对。', whose: '只看 {name} 的', everyone: '看全部',
  unverifiedLead: '已经收到、但证明力不足的照片，附上背后的走访，由人判断。', reason: '按原因筛选', reasons: { imported: '相册选取', no_location: '没有定位', clock_off: '手机时间不准', arriving: '没传完' }, reasonHint: { imported: '不是在应用里拍的，拍摄时间和地点只是文件自己的说法。', no_location: '走访时没有取得定位，照片不知道在哪里拍的。', clock_off: '手机时间与县里相差较大，照片上的时间以县里核算的为准。', arriving: '传了一部分，县里还没有重新核对。' },
  emptyUnverified: '没有这样的照片', emptyUnverifiedText: '换一个原因看看。', photos: '照片', why: '原因', off: '手机快 {span}', offSlow: '手机慢 {span}', pieces: '{n} 张', notHere: '未到', importedMark: '相册', noPlace: '无定位',
  // Two side by side.
  facts: '两次走访的异同', same: '相同', different: '不同', factHousehold: '农户', factVisitor: '走访人', factDay: '日期', factVillage: '村', factApart: '两处相距', apartUnknown: '有一处没有定位', taken: '拍摄时间', zoom: '缩放', zoomIn: '放大', zoomOut: '缩小', zoomReset: '还原', zoomHint: '两张一起缩放，拖动可移动。',
}
