import type { FailureCode } from '../http'

/** What a request failed or was refused for. Any screen may meet any of them, so all are there from the start. */
export const failuresZh: Record<FailureCode, string> = {
  offline: '连接不上县级服务器，请检查网络后重试。',
  internal: '服务器出错了，已记录原因。请稍后重试。',
  signed_out: '登录已失效，请重新登录。',
  sign_in_refused: '账号、密码或动态码不正确。',
  too_many_attempts: '尝试次数过多，请稍后再试。',
  forbidden: '您的角色无权查看或操作这里。',
  not_found: '没有找到，可能已不在您的管辖范围内。',
  stale: '这次走访刚被他人处理过。',
  invalid: '提交的内容不符合要求。',
  not_allowed: '您的角色无权这样操作。',
  busy: '服务器正忙，请几秒后重试。',
  not_from_here: '当前状态不允许这样操作。',
  wrong_role: '您的角色不能做这个决定。',
  own_visit: '不能审核自己的走访。',
  already_sent: '这次走访已经送出。',
  reason_needed: '请写明原因。',
  // The problem ledger.
  own_work: '整改人和责任人不能核验这条整改，请由他人核验。', not_verified: '要先现场核验通过，县里才能销号。', on_site_needed: '保障类问题必须现场核验。', evidence_needed: '请选照片，或写明没有照片的原因。', owner_needed: '请选责任人。',
  later_day_needed: '请选一个比现在的时限更晚的日子。', other_needed: '请选并入哪一条。', not_a_date: '日期不正确。', unknown_option: '这个选项不存在，请重新选择。', too_long: '文字太长，请精简。', too_many: '一次太多了，请分几次。', unknown_person: '没有这个人，请重新选择。',
  unknown_photo: '这张照片不属于这户的走访，请重新选择。', unknown_problem: '那条问题已经办结或不在这户，请重新选择。', empty: '请填写。', malformed: '内容里有不能保存的字符。',
  // The other ledgers.
  not_together: '这个选项只能单独选。', out_of_range: '超出了可填的范围，请核对。', in_the_future: '不能填以后的日子。', before_the_start: '不能早于开始的日子。', unknown_member: '所选的人不是这户的成员，请重新选择。', unknown_field: '这一项不用填。', not_a_number: '请填数字。',
  authorisation_needed: '这户还没有签授权书，不能评议。', notice_too_short: '公示的天数不够。', notice_running: '公示还没有满期。', exits_first: '先退后进：本村还有退出的没有审定。', category_needed: '请选监测类别。', already_monitored: '这户已经是监测对象。',
  not_monitored: '这户不是监测对象。', too_soon: '纳入监测的时间还不够长，不能消除风险。', no_labor: '整户无劳动能力的，不能标注风险消除。',
  unknown_household: '没有这户，请重新选择。', unknown_area: '没有这个村，请重新选择。', same_household: '不能选这户自己。', same_village: '这户已经在这个村。', entry_twice: '这一条已经记过了，请更正原来那条。', ledger_off: '这本台账没有开启。', not_editable: '已经办理到下一步，不能再更正。',
  longer_needs_county: '天数较长，要由县里批。', household_ended: '这户已经注销。', already_gone: '这人已经不在户里。', nobody_left: '不能把人全分走。', head_leaves: '户主要留在原来的户里。', head_not_among: '新户主要在分出去的人里面。', number_taken: '这个户编号已经有了。',
  // Checklists and parameters.
  unknown_param: '没有这个参数。',
  wrong_type: '类型不对，请填数字。',
  bad_text: '内容不能为空，也不能过长。',
  missing: '请填写这一项。',
  in_the_past: '不能早于今天。',
  overlay_faulty: '检查表还有问题，请重新检查。',
  // Campaigns.
  backwards: '日期先后不对，请核对。', too_many_days: '行动最长 400 天。', outside_dates: '要在行动的起止日期以内。', begun: '行动已经开始，这一项不能再改。', no_households: '这个范围里没有户。', campaign_cancelled: '这个行动已经撤销。',
  // The map.
  not_geojson: '不是 GeoJSON 的 FeatureCollection，请换一个文件。', not_a_polygon: '文件里有不是面（Polygon、MultiPolygon）的图形，或者坐标不完整。', no_village_known: '文件里没有一个面对得上本县的村，没有保存。', bad_address: "地址不对：要以 http:// 或 https:// 开头，带 {'{z}'}、{'{x}'}、{'{y}'}，域名里不能有这些。", local_address: '不能用本机或内网的地址。', no_map_file: '服务器数据目录里没有 map.pmtiles。', bad_map_file: '服务器上的 map.pmtiles 不是完整的 PMTiles 文件（第 3 版）。可能没有复制完，请重新放一次。', vector_map: '服务器上的 map.pmtiles 是矢量瓦片，这里只能用图片瓦片（PNG、JPEG、WebP）。请换一个文件。', shifted_map: '这家的底图坐标是偏移过的（GCJ-02 或 BD-09），村界会错开几百米。请用天地图，或自制的 WGS-84、CGCS2000 底图。', map_source_silent: '底图来源没有回应，或给的不是图片。', bad_range: '读取底图文件的范围不对。',
  // Spot checks, and filters kept under a name.
  empty_frame: '没有可抽的对象：可能都近期查过、已抽待查，或所选乡镇没有。', sample_too_large: '抽得比可抽的多，或超过一次 2000 个的上限。', bad_seed: '种子只能用字母、数字和连字符，最多 64 位。', frame_changed: '可抽对象刚刚变了，可能有人同时抽取或保存了结果。请重新计算后再抽。',
  person_left: '那天此人已不在工作队，不能记“接通”。', check_cancelled: '这一批已作废。', already_raised: '已经提过整改要求，请在问题台账里继续办理。', not_checked: '还没有抽查结果，请先保存结果。', name_taken: '您已有同名的筛选，请换一个名称。',
  // Who answers for which household.
  primary_exists: '这户那天已经有责任人，请用“交接”。', no_overlap: '先补后撤：两人至少共同帮扶 1 天，原帮扶人不能提前离开。', gap: '不脱贫不脱钩：监测对象不能没有责任人，请先交接。', date_in_past: '日期太早，最多补录一个月内的。', date_too_far: '日期太远，最多提前一年安排。', same_person: '这个人那天已经在帮扶这户。', not_in_force: '这条安排已经不在了。',
  // Work that outlasts a request.
  job_running: '已有同类处理正在进行，请等它完成，或先停止它。', export_running: '您已有一个文件正在导出，请等它完成，或到“报表”页停止它。', job_interrupted: '服务器重启，处理中断了，请重新开始。', disk_full: '服务器存储空间已满，没有写入。请联系管理员。', too_large: '文件太大。',
  // Rosters from files.
  not_a_sheet: '这不是能读取的表格文件。请选择 .xlsx、.xls 或 .csv 文件；如果文件损坏，请重新导出。', encrypted_file: '文件设有密码。请在表格软件中取消密码，另存后再导入。', unpacks_too_large: '文件展开后过大，没有读取。请只保留需要的工作表，另存后再试。',
  web_page: '这个文件其实是网页格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。', empty_sheet: '文件里没有内容。', too_many_rows: '行或列太多：一次最多 20 万行、400 列。请拆分后再导入。', no_header: '前五行里没有找到表头。请确认是系统导出的农户表或成员表。',
  sheet_hidden: '只有被隐藏的工作表里有名册。请取消隐藏，保存后再导入。', columns_missing: '缺少必需的列，不能导入。', roster_moved: '检查之后名册又有变动，请重新检查后再导入。', check_gone: '检查结果已过期，请重新选择文件。', undo_over: '已过可撤销的期限，不能再撤销。',
  // What an administrator keeps.
  person_ended: '这个人已经离开。要继续使用，请先恢复在岗。', last_administrator: '这是最后一个能登录的管理员，不能收回。请先让另一个人当管理员并登录一次。', has_open_work: '还有帮扶户、工作队或问题没有交接，不能离开。', login_taken: '这个账号已被别人使用。', new_password_needed: '这是一次性密码，请设置您自己的密码。', password_expired: '一次性密码已过期，请管理员重新生成。', weak_password: '密码至少 10 个字，且不能与一次性密码相同。', not_sqlite: '本县使用 PostgreSQL，请用它自己的工具备份。', basis_needed: '这一项要在“合规”页登记法律依据后才能开关。', not_a_phone: '不是有效的电话号码。', repeated: '同一项写了两次。', bad_area: '范围不正确。',
  // Somebody leaves; who guides a newcomer.
  successor_needed: '还没有指定谁来接手。', planned_to_another: '原定以后交给别人，请先选由谁现在接手。', people_undecided: '这个单位还有干部，请说明他们归到哪里。', villages_undecided: '这个单位还在帮扶村，请说明由谁接着帮。', unit_ended: '这个单位已经结束帮扶。', unit_name_taken: '已有同名的帮扶单位。', not_an_enterprise: '只有企业才有企业类别。', same_unit: '不能由本单位自己接手。', unknown_unit: '没有这个帮扶单位，或它已结束帮扶。',
  // Reports.
  compliance_off: '这个功能还没有开启：须由县级管理员登记法律依据。',
}
