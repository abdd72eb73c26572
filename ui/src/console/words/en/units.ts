import type { unitsZh } from '../units'

export const unitsEn: typeof unitsZh = {
  title: 'Responsible units',
  lead: 'Towns call their offices by different names. New problems take the name given here; so do open ones under the old name or without anybody named.',
  town: 'Town',
  role: 'Duty',
  name: 'Name of the unit',
  contact: 'Contact',
  namePlaceholder: 'Not filled in',
  state: 'Saved',
  saved: 'Saved',
  saving: 'Saving…',
  retry: 'Not saved: {why}',
  nameOf: 'Name of the unit: {role}',
  contactOf: 'Contact: {role}',
  filled: '{n}/{all} filled in',
  hint: 'Saved when you leave a field or press Enter.',
  readOnly: 'The county fills these in; here they are to read.',
  noTowns: 'There is no town in your area',
}
