import { expect, test } from 'vitest'

import { fitted, letterPx, LINE_HEIGHT, stampTime } from './stamp'

test('the time is written as the photo bears it, in the county’s zone wherever the phone is', () => {
  // The same moment as in the app's own test of the preview.
  expect(stampTime(1_795_312_800_000)).toBe('2026-11-22 10:00:00')
  expect(stampTime(1_795_312_800_000 + 14 * 3_600_000 + 999)).toBe('2026-11-23 00:00:00')
})

test('the whole picture is seen, upright or lying', () => {
  expect(fitted({ width: 1440, height: 1920 }, { width: 360, height: 400 })).toEqual({ width: 300, height: 400 })
  expect(fitted({ width: 1920, height: 1440 }, { width: 360, height: 400 })).toEqual({ width: 360, height: 270 })
  expect(fitted({ width: 0, height: 0 }, { width: 360, height: 400 })).toEqual({ width: 0, height: 0 })
})

test('the stamp can be read and never covers more than two fifths of the scene', () => {
  for (const [width, height, rem] of [[300, 400, 16], [360, 270, 16], [300, 400, 32], [180, 240, 32], [1200, 900, 16]] as const) {
    const letter = letterPx({ width, height }, 7, rem)
    expect(letter * (7 * LINE_HEIGHT + 4 / 3), `${width}×${height} at ${rem}`).toBeLessThanOrEqual(height * 0.4 + 0.01)
    expect(letter).toBeGreaterThan(0)
  }
  expect(letterPx({ width: 300, height: 400 }, 7, 16)).toBe(11)
  // On a large screen exactly as large as on the photo.
  expect(letterPx({ width: 1150, height: 1533 }, 7, 16)).toBe(25)
})
