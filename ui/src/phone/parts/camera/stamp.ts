/** The stamp over the live picture. Its lines come from the app; here is where they stand. */

const EIGHT_HOURS_MS = 8 * 3_600_000

/** `2026-11-22 10:00:00`, as the stamp writes the time in Asia/Shanghai. */
export function stampTime(ms: number): string {
  return new Date(ms + EIGHT_HOURS_MS).toISOString().slice(0, 19).replace('T', ' ')
}

export interface Size {
  width: number
  height: number
}

/** The largest picture of this shape that fits into the room there is. */
export function fitted(picture: Size, room: Size): Size {
  if (picture.width <= 0 || picture.height <= 0) return { width: 0, height: 0 }
  const scale = Math.min(room.width / picture.width, room.height / picture.height)
  return { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) }
}

/** As on the photo itself: so many characters across, padded by two thirds of one. */
const CHARACTERS_ACROSS = 46
export const LINE_HEIGHT = 1.3
const PADDING = 2 / 3

/** Smaller than this nothing is read outdoors, though the photo's own letters may be. */
const LEAST_REM = 0.6875

/** Pixels of a letter: as on the photo, larger where that could not be read, never over two fifths of the scene. */
export function letterPx(shown: Size, lines: number, remPx: number): number {
  const wanted = Math.max(shown.width / CHARACTERS_ACROSS, LEAST_REM * remPx)
  const most = (shown.height * 0.4) / (lines * LINE_HEIGHT + 2 * PADDING)
  return Math.min(wanted, most)
}
