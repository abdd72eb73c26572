import type { Reported, TeamPage, PersonSync } from '../../../bridge'
import { useWords } from '../../i18n'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Known facts about a team in words: what was said, and how long ago. */
export function useTeamWords() {
  const { t } = useWords()

  function ago(ms: number, nowMs: number): string {
    const passed = nowMs - ms
    // A clock may be a little ahead of the other.
    if (passed < MINUTE) return t('team.now')
    if (passed < HOUR) return t('team.minutes', { count: Math.floor(passed / MINUTE) })
    if (passed < DAY) return t('team.hours', { count: Math.floor(passed / HOUR) })
    return t('team.days', { count: Math.floor(passed / DAY) })
  }

  function left({ visits, changes, photos }: Reported): string {
    const parts = [
      visits > 0 ? t('team.visits', { count: visits }) : null,
      changes > 0 ? t('team.changes', { count: changes }) : null,
      photos > 0 ? t('team.photos', { count: photos }) : null,
    ]
    return parts.filter(Boolean).join(t('team.join'))
  }

  /** What he last said he still has; never a guess. */
  function reported(person: PersonSync, nowMs: number): string {
    if (!person.known) return t('team.unknown')
    const said = person.reported
    if (person.me && said) return hasLeft(person) ? t('team.mine', { what: left(said) }) : t('team.mineNone')
    if (!said) return t(person.contact_ms === null ? 'team.contactNever' : 'team.reportedNever')
    const when = ago(said.at_ms, nowMs)
    return hasLeft(person) ? t('team.reported', { what: left(said), ago: when }) : t('team.reportedNone', { ago: when })
  }

  function contact(person: PersonSync, nowMs: number): string {
    if (!person.known) return t('team.unknownText')
    const phone = person.phones === 0 ? t('team.noPhone') : null
    const heard = person.contact_ms === null ? (person.reported ? t('team.contactNever') : null) : t('team.contact', { ago: ago(person.contact_ms, nowMs) })
    return [heard, phone].filter(Boolean).join(' · ')
  }

  return { ago, left, reported, contact }
}

export function hasLeft(person: PersonSync): boolean {
  const said = person.reported
  return said !== null && said.visits + said.changes + said.photos > 0
}

/** Counts for the card that leads to the page. */
export function summary(page: TeamPage): { left: number; never: number; unknown: number } {
  const people = page.teams.flatMap((team) => team.members).filter((person) => !person.me)
  return {
    left: people.filter((person) => person.known && hasLeft(person)).length,
    never: people.filter((person) => person.known && person.contact_ms === null).length,
    unknown: people.filter((person) => !person.known).length,
  }
}
