import type { jobZh } from '../jobs'

export const jobEn: typeof jobZh = {
  running: 'Working…', runningOf: 'Working: {done} of {total}', preparing: 'Getting ready…', stop: 'Stop', stopping: 'Stopping…', stopped: 'Stopped', done: 'Done', failed: 'Not completed',
  download: 'Download {name} ({size})', keeps: 'You may leave this page: the work goes on, and what it makes is kept for a day.', again: 'Try again', took: 'took {seconds} s', oneFile: 'One file at a time, please. Choose again.', lost: 'The server cannot be reached just now; trying again. The work is not affected.',
}
