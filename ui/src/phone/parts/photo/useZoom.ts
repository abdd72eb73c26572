import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'

import { bounded, CLOSE, fitted, pinched, swiped, WHOLE, zoomed } from './zoom'
import type { Point, Size, View } from './zoom'

/** Two taps belong together within this time and this far apart. */
const DOUBLE_MS = 320
const DOUBLE_PX = 36
/** A finger that moved less has tapped. */
const STILL_PX = 8
const STEP = 1.5
const PAN_PX = 60

interface Finger { id: number; at: Point }

/**
 * Zooming and moving a picture in `frame`: pinch, two taps, drag, wheel, keys. While all of it is seen a stroke to
 * the side asks for the next. With `single`, one finger is the caller's: pictures that are drawn on.
 */
export function useZoom(frame: Ref<HTMLElement | null>, step: (by: -1 | 1) => void, single = false) {
  const view = shallowRef<View>(WHOLE)
  const picture = ref<Size>({ width: 0, height: 0 })
  const dragged = ref(0)
  const moving = ref(false)
  let fingers: Finger[] = []
  let began: { at: Point; ms: number } | null = null
  let tapped: { at: Point; ms: number } | null = null

  const room = ref<Size>({ width: 0, height: 0 })
  const fit = computed(() => fitted(room.value, picture.value))
  const set = (next: View): void => { view.value = bounded(next, room.value, fit.value) }
  /** A phone turned on its side, or a sheet pulled up, leaves the picture in sight. */
  function measure(): void {
    room.value = { width: frame.value?.clientWidth ?? 0, height: frame.value?.clientHeight ?? 0 }
    set(view.value)
  }
  const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure)
  watch(frame, (now, before) => {
    if (before) observer?.unobserve(before)
    if (now) observer?.observe(now)
  }, { immediate: true, flush: 'post' })
  onUnmounted(() => observer?.disconnect())
  function reset(): void {
    view.value = WHOLE
    dragged.value = 0
  }
  function point(event: { clientX: number; clientY: number }): Point {
    const rect = frame.value?.getBoundingClientRect()
    return rect ? { x: event.clientX - rect.left - rect.width / 2, y: event.clientY - rect.top - rect.height / 2 } : { x: 0, y: 0 }
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0) return
    frame.value?.setPointerCapture?.(event.pointerId)
    fingers = [...fingers.filter((one) => one.id !== event.pointerId), { id: event.pointerId, at: point(event) }]
    moving.value = true
    dragged.value = 0
    began = fingers.length === 1 ? { at: point(event), ms: event.timeStamp } : null
  }
  function move(event: PointerEvent): void {
    const before = fingers.find((one) => one.id === event.pointerId)
    if (!before) return
    const at = point(event)
    const after = fingers.map((one) => (one.id === event.pointerId ? { ...one, at } : one))
    const [one, other] = fingers
    const [oneNow, otherNow] = after
    if (one && other && oneNow && otherNow) set(pinched(view.value, [one.at, other.at], [oneNow.at, otherNow.at]))
    else if (!single) {
      if (view.value.scale > 1) set({ ...view.value, x: view.value.x + at.x - before.at.x, y: view.value.y + at.y - before.at.y })
      else if (began) dragged.value = at.x - began.at.x
    }
    fingers = after
  }
  function up(event: PointerEvent): void {
    const known = fingers.some((one) => one.id === event.pointerId)
    fingers = fingers.filter((one) => one.id !== event.pointerId)
    if (!known || fingers.length > 0) return
    moving.value = false
    dragged.value = 0
    if (!began || single) return
    const at = point(event)
    const moved = { x: at.x - began.at.x, y: at.y - began.at.y }
    const ms = event.timeStamp - began.ms
    began = null
    if (Math.hypot(moved.x, moved.y) < STILL_PX) {
      const twice = tapped && event.timeStamp - tapped.ms < DOUBLE_MS && Math.hypot(at.x - tapped.at.x, at.y - tapped.at.y) < DOUBLE_PX
      tapped = twice ? null : { at, ms: event.timeStamp }
      if (twice) view.value.scale > 1 ? reset() : set(zoomed(view.value, CLOSE, at))
      return
    }
    const by = view.value.scale > 1 ? 0 : swiped(moved, ms, room.value)
    if (by !== 0) step(by)
  }
  /** The system took the fingers away: nothing was meant by them. */
  function cancel(event: PointerEvent): void {
    fingers = fingers.filter((one) => one.id !== event.pointerId)
    began = null
    moving.value = fingers.length > 0
    dragged.value = 0
  }
  function wheel(event: WheelEvent): void {
    set(zoomed(view.value, event.deltaY < 0 ? 1.2 : 1 / 1.2, point(event)))
  }
  function zoomBy(by: 1 | -1): void {
    set(zoomed(view.value, by > 0 ? STEP : 1 / STEP, { x: 0, y: 0 }))
  }
  /** True when the key meant something here. */
  function key(event: KeyboardEvent): boolean {
    const pan: Record<string, Point> = { ArrowLeft: { x: PAN_PX, y: 0 }, ArrowRight: { x: -PAN_PX, y: 0 }, ArrowUp: { x: 0, y: PAN_PX }, ArrowDown: { x: 0, y: -PAN_PX } }
    const by = pan[event.key]
    if (event.key === '+' || event.key === '=') zoomBy(1)
    else if (event.key === '-' || event.key === '_') zoomBy(-1)
    else if (event.key === '0') reset()
    else if (by && view.value.scale > 1) set({ ...view.value, x: view.value.x + by.x, y: view.value.y + by.y })
    else if (by && by.x !== 0 && !single) step(by.x < 0 ? 1 : -1)
    else return false
    return true
  }
  /** The picture has come: its own size decides how far it may be moved. */
  function loaded(event: Event): void {
    const image = event.target as HTMLImageElement
    picture.value = { width: image.naturalWidth, height: image.naturalHeight }
    measure()
  }

  const style = computed(() => ({
    transform: `translate3d(${view.value.x + dragged.value}px, ${view.value.y}px, 0) scale(${view.value.scale})`,
    transition: moving.value ? 'none' : 'transform 0.18s ease-out',
  }))
  const percent = computed(() => Math.round(view.value.scale * 100))
  return { view, style, percent, fit, reset, loaded, zoomBy, key, on: { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel }, wheel }
}
