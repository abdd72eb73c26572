import { expect, test } from 'vitest'

import { bounded, fitted, MOST, pinched, swiped, WHOLE, zoomed } from './zoom'

const FRAME = { width: 360, height: 600 }
const FIT = fitted(FRAME, { width: 1600, height: 1200 })

test('a whole picture touches two sides of its frame and no other', () => {
  expect(FIT).toEqual({ width: 360, height: 270 })
  expect(fitted(FRAME, { width: 300, height: 1000 })).toEqual({ width: 180, height: 600 })
  expect(fitted(FRAME, { width: 0, height: 0 })).toEqual({ width: 0, height: 0 })
})

test('what is under the finger stays under it while the picture grows', () => {
  const about = { x: 100, y: -50 }
  const before = { scale: 2, x: 30, y: 10 }
  const after = zoomed(before, 1.5, about)
  const under = (view: typeof before) => ({ x: (about.x - view.x) / view.scale, y: (about.y - view.y) / view.scale })
  expect(after.scale).toBe(3)
  expect(under(after).x).toBeCloseTo(under(before).x)
  expect(under(after).y).toBeCloseTo(under(before).y)
})

test('a picture cannot be lost out of sight, nor made smaller than whole, nor larger than six times', () => {
  expect(bounded({ scale: 1, x: 90, y: 90 }, FRAME, FIT)).toEqual(WHOLE)
  const far = bounded({ scale: 2, x: -999, y: 999 }, FRAME, FIT)
  expect(far).toEqual({ scale: 2, x: -180, y: 0 })
  expect(bounded({ scale: 4, x: 0, y: -999 }, FRAME, FIT).y).toBe(-240)
  expect(zoomed(WHOLE, 99, { x: 0, y: 0 }).scale).toBe(MOST)
  expect(zoomed(WHOLE, 0.1, { x: 0, y: 0 }).scale).toBe(1)
})

test('two fingers twice as far apart make it twice as large, and carry it along', () => {
  const before: [{ x: number; y: number }, { x: number; y: number }] = [{ x: -50, y: 0 }, { x: 50, y: 0 }]
  const after = pinched(WHOLE, before, [{ x: -80, y: 20 }, { x: 120, y: 20 }])
  expect(after).toEqual({ scale: 2, x: 20, y: 20 })
})

test('a page is turned by a long or a quick stroke to the side, not by a tremble or a stroke down', () => {
  expect(swiped({ x: -120, y: 10 }, 900, FRAME)).toBe(1)
  expect(swiped({ x: 60, y: 0 }, 90, FRAME)).toBe(-1)
  expect(swiped({ x: 20, y: 0 }, 20, FRAME)).toBe(0)
  expect(swiped({ x: -60, y: 0 }, 900, FRAME)).toBe(0)
  expect(swiped({ x: 120, y: 130 }, 100, FRAME)).toBe(0)
})
