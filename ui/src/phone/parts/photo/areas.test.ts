import { expect, test } from 'vitest'

import type { BlurArea } from '../../../bridge'
import { around, drawn, moved, resized, same } from './areas'

const inside = ({ left, top, width, height }: BlurArea) => left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1 + 1e-9 && top + height <= 1 + 1e-9

test('an area is the same whichever corner the finger began at', () => {
  const area = drawn({ x: 0.2, y: 0.3 }, { x: 0.6, y: 0.7 })
  expect(same([area], [drawn({ x: 0.6, y: 0.3 }, { x: 0.2, y: 0.7 })])).toBe(true)
  expect(area.width).toBeCloseTo(0.4)
})

test('whatever a finger does, an area stays in the picture and large enough to be found again', () => {
  for (const area of [
    drawn({ x: -1, y: 0.5 }, { x: 2, y: 0.5 }),
    drawn({ x: 1, y: 1 }, { x: 1, y: 1 }),
    around({ x: 0, y: 1 }, 4 / 3),
    moved(drawn({ x: 0.2, y: 0.2 }, { x: 0.4, y: 0.4 }), { x: 9, y: -9 }),
    resized(drawn({ x: 0.2, y: 0.2 }, { x: 0.4, y: 0.4 }), { x: -9, y: 9 }),
  ]) {
    expect(inside(area)).toBe(true)
    expect(Math.min(area.width, area.height)).toBeGreaterThan(0.02)
  }
})

test('a tap covers a round spot on a wide and on a tall picture', () => {
  for (const ratio of [4 / 3, 3 / 4]) {
    const area = around({ x: 0.5, y: 0.5 }, ratio)
    expect((area.width * ratio) / area.height).toBeCloseTo(1)
  }
})

test('moving keeps the size, and taking hold of the corner keeps the place', () => {
  const area = drawn({ x: 0.2, y: 0.2 }, { x: 0.4, y: 0.5 })
  expect(moved(area, { x: 0.1, y: 0.1 })).toMatchObject({ width: area.width, height: area.height })
  expect(resized(area, { x: 0.1, y: 0.1 })).toMatchObject({ left: area.left, top: area.top })
  expect(same([area], [moved(area, { x: 0.1, y: 0 })])).toBe(false)
  expect(same([area], [])).toBe(false)
})
