import { computed, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'

import type { BlurArea } from '../../../bridge'
import { around, drawn, moved, resized, same } from './areas'
import type { Spot } from './areas'

/** A finger that moved less than this share of the picture has tapped. */
const STILL = 0.015
const NUDGE = 0.02

type Doing = { kind: 'draw'; from: Spot } | { kind: 'move' | 'resize'; at: number; last: Spot; begun: boolean }

/** Areas drawn, moved and resized by a finger or by keys over `scene`, with a way back for each step. */
export function useAreas(scene: Ref<HTMLElement | null>) {
  const areas = shallowRef<BlurArea[]>([])
  const chosen = ref<number | null>(null)
  const drawing = shallowRef<BlurArea | null>(null)
  const past = shallowRef<BlurArea[][]>([])
  const saved = shallowRef<BlurArea[]>([])
  let doing: Doing | null = null

  function begin(found: BlurArea[]): void {
    areas.value = found
    saved.value = found
    past.value = []
    chosen.value = null
  }
  function spot(event: { clientX: number; clientY: number }): Spot {
    const rect = scene.value?.getBoundingClientRect()
    if (!rect || rect.width === 0 || rect.height === 0) return { x: 0, y: 0 }
    return { x: (event.clientX - rect.left) / rect.width, y: (event.clientY - rect.top) / rect.height }
  }
  function ratio(): number {
    const rect = scene.value?.getBoundingClientRect()
    return rect && rect.height > 0 ? rect.width / rect.height : 1
  }
  function remember(): void {
    past.value = [...past.value, areas.value]
  }
  function put(at: number, area: BlurArea): void {
    areas.value = areas.value.map((one, index) => (index === at ? area : one))
  }
  function add(area: BlurArea): void {
    remember()
    areas.value = [...areas.value, area]
    chosen.value = areas.value.length - 1
  }
  function addMiddle(): void {
    // Beside those already in the middle, so that each can be seen.
    const shift = (areas.value.length % 5) * 0.06
    add(around({ x: 0.4 + shift, y: 0.35 + shift }, ratio()))
  }
  function remove(at: number): void {
    remember()
    areas.value = areas.value.filter((_, index) => index !== at)
    chosen.value = null
  }
  function undo(): void {
    const last = past.value[past.value.length - 1]
    if (!last) return
    past.value = past.value.slice(0, -1)
    areas.value = last
    chosen.value = null
  }

  function down(event: PointerEvent, at: number | null, kind: 'move' | 'resize' = 'move'): void {
    const here = spot(event)
    if (at === null) {
      // Beside the picture there is nothing to cover.
      if (here.x < 0 || here.x > 1 || here.y < 0 || here.y > 1) return
      doing = { kind: 'draw', from: here }
    } else {
      chosen.value = at
      doing = { kind, at, last: here, begun: false }
    }
  }
  function move(event: PointerEvent): void {
    if (!doing) return
    const here = spot(event)
    if (doing.kind === 'draw') {
      drawing.value = Math.hypot(here.x - doing.from.x, here.y - doing.from.y) < STILL ? null : drawn(doing.from, here)
      return
    }
    const area = areas.value[doing.at]
    if (!area) return
    if (!doing.begun) remember()
    const by = { x: here.x - doing.last.x, y: here.y - doing.last.y }
    put(doing.at, doing.kind === 'move' ? moved(area, by) : resized(area, by))
    doing = { ...doing, last: here, begun: true }
  }
  function up(): void {
    if (doing?.kind === 'draw') add(drawing.value ?? around(doing.from, ratio()))
    doing = null
    drawing.value = null
  }
  /** A second finger, or the system: nothing was drawn. */
  function cancel(): void {
    doing = null
    drawing.value = null
  }
  function key(event: KeyboardEvent, at: number): boolean {
    const by: Record<string, Spot> = { ArrowLeft: { x: -NUDGE, y: 0 }, ArrowRight: { x: NUDGE, y: 0 }, ArrowUp: { x: 0, y: -NUDGE }, ArrowDown: { x: 0, y: NUDGE } }
    const area = areas.value[at]
    if (!area) return false
    const step = by[event.key]
    const grow = event.key === '+' || event.key === '=' ? 1 : event.key === '-' ? -1 : 0
    if (event.key === 'Delete' || event.key === 'Backspace') remove(at)
    else if (step || grow !== 0) {
      remember()
      put(at, step ? moved(area, step) : resized(area, { x: grow * NUDGE, y: grow * NUDGE * ratio() }))
    } else return false
    return true
  }

  const changed = computed(() => !same(areas.value, saved.value))
  const canUndo = computed(() => past.value.length > 0)
  return { areas, chosen, drawing, changed, canUndo, begin, addMiddle, remove, undo, key, down, move, up, cancel }
}
