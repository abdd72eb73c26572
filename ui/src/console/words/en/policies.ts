import type { policiesZh } from '../policies'

export const policiesEn: typeof policiesZh = {
  title: 'Policy card', lead: 'The county’s own texts; every phone gets them when it syncs. Amounts, standards and dates are what stands here and nothing else: the program ships none.', unit: 'Responsible: {unit}', notFilled: 'Not filled in', today: 'In force', later: 'Later', past: 'Expired',
  from: 'from', until: 'until', untilOpen: 'no end', text: 'Text', textHint: 'For the helper at the door: who is entitled, to how much, how, and whom to ask.', add: 'Add a text', edit: 'Fill in', remove: 'Remove this text', save: 'Save', cancel: 'Cancel', saved: 'Saved. Phones show it once they sync.', setBy: 'Filled in by {name}, {time}', readOnly: 'Filled in by the county’s administrator.', chars: '{n}/{most} letters',
  fromLabel: 'First day', untilLabel: 'Last day', untilHint: 'Leave empty if it has no end.', empty: 'The text may not be empty', tooLong: 'At most {most} letters', badDate: 'Not a date', backwards: 'The last day is before the first', overlap: 'Overlaps another text', stale: 'Somebody has just changed this. Please read what stands there now, then edit it.', filled: '{n} of {all} filled in', nothing: 'Remove all texts', refused: 'Not saved: {why}',
}
