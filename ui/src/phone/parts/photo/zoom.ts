/** How a picture lies in its frame while fingers move it. Lengths are pixels, points are from the frame's middle. */
export interface Point { x: number; y: number }
export interface Size { width: number; height: number }
export interface View extends Point { scale: number }

/** At 1 the whole picture is seen. */
export const MOST = 6
/** Where two taps lead: near enough to read a stamp. */
export const CLOSE = 2.5
export const WHOLE: View = { scale: 1, x: 0, y: 0 }

/** The picture's size in the frame when all of it is seen. */
export function fitted(frame: Size, picture: Size): Size {
  if (picture.width <= 0 || picture.height <= 0) return { width: 0, height: 0 }
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}

/** No further than to its own edges, and never smaller than whole. */
export function bounded(view: View, frame: Size, fit: Size): View {
  const scale = Math.min(MOST, Math.max(1, view.scale))
  const reach = (length: number, room: number) => Math.max(0, (length * scale - room) / 2)
  const within = (at: number, limit: number) => Math.min(limit, Math.max(-limit, at)) || 0
  return { scale, x: within(view.x, reach(fit.width, frame.width)), y: within(view.y, reach(fit.height, frame.height)) }
}

/** Larger or smaller, with what is under `about` staying there. */
export function zoomed(view: View, factor: number, about: Point): View {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor))
  const by = scale / view.scale
  return { scale, x: about.x - (about.x - view.x) * by, y: about.y - (about.y - view.y) * by }
}

/** Two fingers, from where they were to where they are. */
export function pinched(view: View, before: [Point, Point], now: [Point, Point]): View {
  const apart = ([one, other]: [Point, Point]) => Math.hypot(one.x - other.x, one.y - other.y)
  const middle = ([one, other]: [Point, Point]) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 })
  const [from, to] = [middle(before), middle(now)]
  const next = zoomed(view, apart(now) / Math.max(1, apart(before)), from)
  return { ...next, x: next.x + to.x - from.x, y: next.y + to.y - from.y }
}

/** Which way a finger that let go turned the page: 1 is on, -1 is back, 0 is not at all. */
export function swiped(moved: Point, ms: number, frame: Size): -1 | 0 | 1 {
  if (Math.abs(moved.x) < Math.abs(moved.y) * 1.2) return 0
  const far = Math.abs(moved.x) > frame.width * 0.25
  const quick = Math.abs(moved.x) > 30 && Math.abs(moved.x) / Math.max(1, ms) > 0.4
  if (!far && !quick) return 0
  return moved.x < 0 ? 1 : -1
}
