/** Work that outlasts a request: imports, exports. */
export const jobZh = {
  running: '正在处理…', runningOf: '正在处理 {done} / {total}', preparing: '正在准备…', stop: '停止', stopping: '正在停止…', stopped: '已停止', done: '已完成', failed: '没有完成',
  download: '下载 {name}（{size}）', keeps: '可以离开这个页面，处理会继续；结果保留一天。', again: '重试', took: '用时 {seconds} 秒', oneFile: '一次只能导入一个文件，请再选一次。', lost: '暂时联系不上服务器，正在重试；处理不受影响。',
}
export const jobEn: typeof jobZh = {
  running: 'Working…', runningOf: 'Working: {done} of {total}', preparing: 'Getting ready…', stop: 'Stop', stopping: 'Stopping…', stopped: 'Stopped', done: 'Done', failed: 'Not completed',
  download: 'Download {name} ({size})', keeps: 'You may leave this page: the work goes on, and what it makes is kept for a day.', again: 'Try again', took: 'took {seconds} s', oneFile: 'One file at a time, please. Choose again.', lost: 'The server cannot be reached just now; trying again. The work is not affected.',
}
export const jobFailureZh = {
  job_running: '已有同类处理正在进行，请等它完成，或先停止它。', export_running: '您已有一个文件正在导出，请等它完成，或到“报表”页停止它。', job_interrupted: '服务器重启，处理中断了，请重新开始。', disk_full: '服务器存储空间已满，没有写入。请联系管理员。', too_large: '文件太大。',
}
export const jobFailureEn: typeof jobFailureZh = {
  job_running: 'Work of this kind is already under way. Wait for it, or stop it first.', export_running: 'A file of yours is being made already. Wait for it, or stop it on the page “Reports”.', job_interrupted: 'The server was restarted and the work was cut off. Please begin again.', disk_full: 'The server’s disk is full; nothing was written. Please tell the administrator.', too_large: 'The file is too large.',
}
