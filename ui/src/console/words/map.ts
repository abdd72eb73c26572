/** The map 地图. */
export const mapZh = {
  title: '地图', lead: '各村的进度和问题。颜色、数字和下面的表说的是同一件事。', figure: '按什么着色', figures: { coverage: '半年覆盖率', problems: '未办结问题', overdue: '逾期未访户' },
  legend: '图例', noData: '没有应访户', none: '0', upTo: '{from}–{to}', from: '{from} 以上', percentRange: '{from}–{to}%', values: '{value}', households: '户', problemsUnit: '个',
  layers: '图层', layerHomes: '农户分布', layerProblems: '问题数量', homesHint: '平时只显示聚合的户数；放到很大才显示单户，并记入审计日志。', homesFailed: '农户分布没有加载出来：{why}', cluster: '{n} 户', oneHome: '户编号 {number}，打开农户页',
  noBoundaries: '还没有村界，各村用圆点表示。', noBoundariesAdmin: '导入村界后按村着色。', noPlaces: '农户还没有坐标，地图上没有可以画的村。', unplaced: '{n} 个村没有村界也没有坐标，只在表里。',
  table: '各村数据', village: '村', town: '乡镇', coverage: '覆盖率', open: '未办结问题', overdue: '逾期未访', openHouseholds: '看{name}的农户', canvas: '{county}地图：按{figure}着色的 {n} 个村。完整数据在下面的表里。', noWebgl: '这台电脑的浏览器不能画地图（没有 WebGL）。数据都在下面的表里。', drawing: '正在准备地图…', drawFailed: '地图没有画出来。数据都在下面的表里。', tilesFailed: '底图有的图片没有取到：来源没有回应，或密钥不对。村界、数字和农户分布不受影响。', fileFailed: '底图文件有的部分读不出来。村界、数字和农户分布不受影响。',
  zoomIn: '放大', zoomOut: '缩小', whole: '看全部', chosen: '{town} · {name}',
  boundaries: '村界', source: '底图', boundariesTitle: '导入村界', boundariesLead: 'GeoJSON 文件，每个面带 12 位村代码或村名。先检查，再保存；保存后还能撤回到上一版。',
  file: '村界文件', pick: '选择文件…', noFile: '还没有选择', datum: '文件的坐标系', datums: { CGCS2000: 'CGCS2000（国家 2000，测绘成果常用）', WGS84: 'WGS-84（GPS）', GCJ02: 'GCJ-02（高德、腾讯等导出）' }, datumHint: '从文件里看不出来，请向提供文件的人问清。选错会偏几百米。',
  check: '检查文件', checking: '正在检查…', save: '保存村界', saved: '村界已保存', result: '可以画出 {n} 个村，{points} 个点。', unknown: '{n} 个面对不上本县的村', unknownAt: '第 {at} 个：{says}', unnamed: '没有写村代码或村名', repeated: '同一个村画了两次：第 {at} 个', ambiguous: '有同名的村，要写代码：第 {at} 个', missing: '{n} 个村没有画', more: '还有 {n} 个', previewLabel: '预览',
  current: '现在用的：第 {version} 版，{n} 个村，{by} 于 {time} 导入（原坐标系 {datum}）', noneYet: '现在没有村界。', takeBack: '撤回这一版', takeBackTitle: '撤回第 {version} 版村界？', takeBackText: '撤回后用上一版；没有上一版就用圆点表示各村。', takenBack: '已撤回', reason: '撤回',
  sourceTitle: '底图', sourceLead: '不设底图也能用。瓦片由县服务器代取，浏览器不直接访问外网，密钥也不会发给浏览器。', kind: '底图来源', kinds: { none: '不用底图', tiles: '在线瓦片', file: '服务器上的文件（map.pmtiles）' }, template: '瓦片地址', templateHint: "要有 {'{z}'}、{'{x}'}、{'{y}'}；密钥的位置写 {'{key}'}。只用 WGS-84 或 CGCS2000 的底图（如天地图，两者只差分米，直接叠加）；高德、腾讯、百度等偏移过的底图（GCJ-02、BD-09）会错开几百米。", tianditu: '填入天地图', key: '密钥', keyKept: '已有密钥。留空就不改；换了地址要重新填。', attribution: '版权说明', attributionHint: '显示在地图角上，如“天地图 GS(2024)0568 号”', leastZoom: '最小级别', mostZoom: '最大级别', zoomOfFile: '级别按文件里写的：现在是 {least}–{most} 级。', fileThere: '服务器数据目录里有 map.pmtiles。', fileMissing: '把 map.pmtiles（图片瓦片）放进服务器的数据目录后再选。', sourceSaved: '底图已保存', saveSource: '保存',
}
