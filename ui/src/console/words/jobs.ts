/** Work that outlasts a request: imports, exports. */
export const jobZh = {
  running: '正在处理…', runningOf: '正在处理 {done} / {total}', preparing: '正在准备…', stop: '停止', stopping: '正在停止…', stopped: '已停止', done: '已完成', failed: '没有完成',
  download: '下载 {name}（{size}）', keeps: '可以离开这个页面，处理会继续；结果保留一天。', again: '重试', took: '用时 {seconds} 秒', oneFile: '一次只能导入一个文件，请再选一次。', lost: '暂时联系不上服务器，正在重试；处理不受影响。',
}
