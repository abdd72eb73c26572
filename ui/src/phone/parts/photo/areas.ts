import type { BlurArea } from '../../../bridge'

/** Parts to be covered, as fingers draw them. Places are fractions of the picture's sides. */
export interface Spot { x: number; y: number }

/** Smaller ones cannot be got hold of again. */
const LEAST = 0.03
/** What a single tap covers: about a face across a table. */
const TAPPED = 0.2

const within = (value: number, from: number, to: number) => Math.min(to, Math.max(from, value))

/** Between two corners, wherever the finger went from the first. */
export function drawn(from: Spot, to: Spot): BlurArea {
  const [left, right] = [within(Math.min(from.x, to.x), 0, 1), within(Math.max(from.x, to.x), 0, 1)]
  const [top, bottom] = [within(Math.min(from.y, to.y), 0, 1), within(Math.max(from.y, to.y), 0, 1)]
  const width = Math.max(LEAST, right - left)
  const height = Math.max(LEAST, bottom - top)
  return { left: Math.min(left, 1 - width), top: Math.min(top, 1 - height), width, height }
}

/** Round about a spot, as round as the picture's sides allow: `ratio` is its width by its height. */
export function around(spot: Spot, ratio: number): BlurArea {
  const width = ratio > 1 ? TAPPED / ratio : TAPPED
  const height = ratio > 1 ? TAPPED : TAPPED * ratio
  return moved({ left: spot.x - width / 2, top: spot.y - height / 2, width, height }, { x: 0, y: 0 })
}

/** Carried along, whole, as far as the picture goes. */
export function moved(area: BlurArea, by: Spot): BlurArea {
  return { ...area, left: within(area.left + by.x, 0, 1 - area.width), top: within(area.top + by.y, 0, 1 - area.height) }
}

/** By its lower right corner. */
export function resized(area: BlurArea, by: Spot): BlurArea {
  return { ...area, width: within(area.width + by.x, LEAST, 1 - area.left), height: within(area.height + by.y, LEAST, 1 - area.top) }
}

export function same(one: BlurArea[], other: BlurArea[]): boolean {
  const near = (a: number, b: number) => Math.abs(a - b) < 1e-5
  return one.length === other.length && one.every((area, at) => {
    const match = other[at]
    return match !== undefined && near(area.left, match.left) && near(area.top, match.top) && near(area.width, match.width) && near(area.height, match.height)
  })
}
