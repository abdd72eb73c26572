import type { AlikePhoto } from '../../../bridge'
import { dateOf, dayText, whole } from '../../../shared/format'
import type { Language } from '../../../shared/format'
import type { WordKey } from '../../i18n'

/** What a picture is like, in one sentence: whose home and which day. */
export function alikeWords(other: AlikePhoto, language: Language): [WordKey, Record<string, unknown>] {
  // A masked name is one word, and so is a day: no line ends within either.
  const named = { day: whole(dayText(dateOf(other.taken_ms), language)), name: whole(other.head_name ?? '') }
  if (other.same_visit) return ['photo.alikeSelf', named]
  if (other.kind === 'look') return [other.head_name ? 'photo.lookName' : 'photo.lookDay', named]
  return [other.head_name ? 'photo.alikeName' : 'photo.alikeDay', named]
}
