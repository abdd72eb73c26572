import { CircleCheck, CopyDocument, View, WarningFilled } from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { PhotoMatch } from '../api'
import type { WordKey } from '../words'
import type { Tone } from './MarkChip.vue'

export interface Mark { word: WordKey; n: number; tone: Tone; icon: Component }

/** How near two photos are, in words. */
export function likeness(match: PhotoMatch): Mark {
  const n = match.distance
  switch (match.kind) {
    case 'exact': return { word: isOneVisit(match) ? 'photoMatch.exactHere' : 'photoMatch.exact', n, tone: 'critical', icon: CopyDocument }
    case 'alike': return { word: 'photoMatch.alike', n, tone: 'major', icon: CopyDocument }
    default: return { word: 'photoMatch.look', n, tone: 'minor', icon: View }
  }
}

/** What a person made of it; nothing while it is open. */
export function conclusion(match: PhotoMatch): Mark | null {
  switch (match.outcome) {
    case 'fair': return { word: 'photoMatch.fair', n: 0, tone: 'good', icon: CircleCheck }
    case 'reused': return { word: 'photoMatch.reused', n: 0, tone: 'critical', icon: WarningFilled }
    default: return null
  }
}

const isOneVisit = (match: PhotoMatch) => match.later.visit !== null && match.later.visit.visit_id === match.earlier.visit?.visit_id
