/** Words of codes that come with data. */
export const code = {
  place: {
    draft: '填写中', waiting: '在本机待传', received: '县级已收到', captain_approved: '队长已通过', returned: '已退回',
    batched: '已报县', county_accepted: '县级已采信', needs_person: '需要处理', voided: '已作废',
  },
  task: { upcoming: '未到时间', due: '该走访了', overdue: '已超期', done: '本期已走访', missed: '上期未走访', cancelled: '不用走访' },
  profile: { full: '全面排查', routine: '常规走访', four_ones: '四个一走访' },
  gap: {
    answer_missing: '没有填写', end_missing: '没有结束时间', end_before_start: '结束时间早于开始时间，请检查手机时间', 
    item_missing: '没有填写', photo_missing: '缺照片，请补拍或说明原因', location_missing: '没有位置，请定位或说明原因',
    times_wrong: '走访起止时间不对，请检查手机时间', method_missing: '没有选走访方式', answer_wrong: '填写的内容不对',
  },
  quality: { good: '定位准确', fair: '定位较准', poor: '定位偏差大', stale: '定位时间较早', none: '没有定位', mock: '系统标记为模拟位置' },
  conclusion: {
    ok: '达标', basic: '基本达标', fail: '未达标', yes: '是', no: '否', unknown: '不清楚', incomplete: '未填完',
    problem: '有问题', not_applicable: '不涉及', safe: '安全', unsafe: '不安全',
  },
  flag: {
    location_mock: '系统标记为模拟位置',
    location_poor: '定位不准',
    photo_waived: '没有照片，写了原因',
    problem_dismissed: '有问题被走访人搁置',
    no_location: '没有定位', location_far: '离农户住处较远', location_manual: '位置为手工标注', mock_location: '系统标记为模拟位置', late: '提交较晚',
    imported_photo: '有从相册选的照片', photos_outstanding: '还有照片没传到', no_photo: '没有照片', clock_off: '手机时间不准',
    rules_differ: '复核结果与手机上不同', short_visit: '走访时间较短', reused_photo: '照片可能重复使用', contested: '有信息两边不一致', not_on_site: '不是入户走访',
  },
  batch: {
    needs_person: '需要您处理',
    waiting: '在本机待传', building: '组批中', sealed: '已封存', uploading: '上传中', received: '县级已接收',
    partially_accepted: '部分采信', accepted: '全部采信', rejected: '整批退回',
  },
  delivery: { queued: '等信号', held: '县里等前一条', quarantined: '县里待人工处理', parked: '没被接受', behind: '等前一条处理' },
  kind: {
    review_visit_v1: '审核意见',
    save_visit_v1: '走访记录', void_visit_v1: '作废走访', decide_visit_v1: '审核意见', decide_v1: '审核意见', send_batch_v1: '报县批次', make_batch_v1: '报县批次', update_household_v1: '农户信息', photo: '照片',
  },
  refusal: {
    not_from_here: '这次走访当前的状态不能这样处理',
    wrong_role: '没有这项权限',
    own_visit: '不能审核自己的走访',
    reason_needed: '没有写原因',
    already_sent: '已经开始上传',
    stale_revision: '县里已有更新的版本', stale: '县里已有更新的版本', not_allowed: '当前状态不能这样处理', not_yours: '不能审核自己的走访', out_of_scope: '农户已不在您的范围内',
    unknown_household: '县里没有这户', unknown_visit: '县里没有这次走访', unknown_schema: '版本不一致，请更新应用', bad_request: '内容格式不对', too_large: '内容太大',
    not_ready: '必填内容不完整', bad_answer: '有一项填写不对', item_missing: '有必填项没有填写', reason_missing: '没有写原因', wrong_device: '不是本机的记录', revoked: '本机登录已失效',
    frozen: '县级已采信，不能再改', missing_earlier: '前一条记录还没到', not_captain: '没有审核权限', not_approved: '这次走访还没有通过审核',
    another_visit: '与另一条走访冲突', unknown_template: '清单版本县里不认识', wrong_person: '不是本人的记录', batch_exists: '这个批次已经有了', change_id_reused: '编号重复', end_before_start: '结束时间早于开始时间', malformed: '内容格式不对', manifest_mismatch: '批次清单对不上', not_a_digest: '照片编号不对', out_of_range: '数值超出范围', repeated: '重复填写', review_exists: '已经审核过', revision_gap: '中间缺一个版本', too_long: '文字太长', too_many: '条目太多', unknown_datum: '坐标系不认识', unknown_kind: '类型不认识', unknown_member: '不是本户成员', unknown_option: '选项不存在', unknown_profile: '走访类型不存在', unknown_reason: '原因代码不存在', answer_missing: '有必填项没有填写', photo_missing: '缺照片', location_missing: '缺位置', method_missing: '没有选走访方式', digest_mismatch: '照片核对不符', file_failed: '照片文件读不了', bad_reply: '县服务器答复有误', protocol_unknown: '版本不一致，请更新应用', checksum: '校验不对', device_revoked: '本机已停用',
  },
  event: {
    round_started: '开始同步', round_done: '同步完成', round_failed: '同步没有完成', sent: '已送达县里', received: '收到县里的更新', refused: '有一条没被接受', parked: '有一条需要处理',
    held: '县里等前一条记录', quarantined: '县里放到一边，等人工处理', merged: '与县里的内容合并', contested: '有信息两边不一致', photo_sent: '照片已传', photo_verified: '照片已核对无误', photo_failed: '照片没有传成',
    removed: '有农户移出了您的范围', pruned: '已核对的照片原件已清理', enrolled: '本机登记成功', signed_out: '登录失效', cancelled: '停止同步', retried: '重新排队上传', retry: '重新排队上传', sealed: '走访已封存', reopened: '走访已重新打开', voided: '走访已作废', decided: '已作审核', batched: '已报县',
    confirmed: '县里已收妥', bad_receipt: '收到的回执无效，会重传', photo_missing: '本机找不到照片文件', digest_mismatch: '照片核对不符，会重传', row_unreadable: '有一条更新读不了',
  },
  step: { push: '上传记录', pull: '接收更新', photos: '上传照片', done: '完成' },
}
