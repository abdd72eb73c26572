import type { PersonFacts, RoleFacts } from '../../api'

/** In the order of how far each sees. */
export const ROLES = ['cadre', 'captain', 'town_captain', 'county', 'administrator'] as const

export interface PersonDraft { name: string; unit: string; phone: string; roles: RoleFacts[] }

/** What is written: no blanks around words, each role once. */
export function factsOf(draft: PersonDraft): PersonFacts {
  const roles = draft.roles.filter((one, at) => draft.roles.findIndex((other) => other.role === one.role && other.area === one.area) === at)
  return { name: draft.name.trim(), unit: draft.unit.trim(), phone: draft.phone.trim() || null, roles: roles.map((one) => ({ ...one })) }
}

/** Fields that must still be filled in. */
export function lacking(draft: PersonDraft): string[] {
  const places = draft.roles.flatMap((one, at) => (one.area === '' ? [`roles[${at}]`] : []))
  return [...(draft.name.trim() === '' ? ['name'] : []), ...places]
}
