import { deflateSync, inflateSync } from 'node:zlib'

/** Pictures of the land for tests: painted here, so that no map has to be fetched or kept. */

const CRC = Array.from({ length: 256 }, (_, at) => {
  let value = at
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value >>> 0
})
function crc(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (CRC[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}
function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(body.length, 0)
  ends.writeUInt32BE(crc(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}

/** A tile of one colour with a darker edge, as PNG. */
export function tile([red, green, blue]: [number, number, number]): Buffer {
  const side = 256
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(side * (1 + side * 3))
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const shade = x < 2 || y < 2 ? 0.5 : 1
      rows.set([red * shade, green * shade, blue * shade], y * (1 + side * 3) + 1 + x * 3)
    }
  }
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function varint(number: number): number[] {
  const bytes = []
  let left = number
  while (left > 127) {
    bytes.push((left % 128) | 128)
    left = Math.floor(left / 128)
  }
  return [...bytes, left]
}

/** A PMTiles archive, version 3, that shows the same tile everywhere from zoom 0 to `zoom`; of another kind than PNG (2) if asked. */
export function archive(picture: Buffer, zoom: number, kind = 2): Buffer {
  const tiles = (4 ** (zoom + 1) - 1) / 3
  // One entry: first tile, how many are the same, its length, its place.
  const directory = Buffer.from([...varint(1), ...varint(0), ...varint(tiles), ...varint(picture.length), ...varint(1)])
  const metadata = Buffer.from('{}')
  const head = Buffer.alloc(127)
  head.write('PMTiles', 0, 'latin1')
  head[7] = 3
  let at = head.length
  for (const [place, length] of [[8, directory.length], [24, metadata.length], [40, 0], [56, picture.length]] as const) {
    head.writeBigUInt64LE(BigInt(at), place)
    head.writeBigUInt64LE(BigInt(length), place + 8)
    at += length
  }
  head.writeBigUInt64LE(BigInt(tiles), 72)
  head.writeBigUInt64LE(1n, 80)
  head.writeBigUInt64LE(1n, 88)
  // Sorted; directories and tiles are not packed further.
  head.set([1, 1, 1, kind, 0, zoom], 96)
  for (const [place, degrees] of [[102, -180], [106, -85], [110, 180], [114, 85]] as const) head.writeInt32LE(degrees * 1e7, place)
  return Buffer.concat([head, directory, metadata, picture])
}

/** The share of a screenshot (PNG, 8 bits, not interlaced) whose pixels pass. */
export function share(png: Buffer, passes: (red: number, green: number, blue: number) => boolean): number {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const step = png[25] === 6 ? 4 : 3
  const packed = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const raw = inflateSync(Buffer.concat(packed))
  const line = width * step
  let before = new Uint8Array(line)
  let passed = 0
  for (let y = 0; y < height; y += 1) {
    const from = y * (line + 1)
    const row = new Uint8Array(line)
    for (let x = 0; x < line; x += 1) {
      const [left, up, corner] = [x < step ? 0 : (row[x - step] ?? 0), before[x] ?? 0, x < step ? 0 : (before[x - step] ?? 0)]
      row[x] = (raw[from + 1 + x] ?? 0) + predicted(raw[from] ?? 0, left, up, corner)
    }
    for (let x = 0; x < line; x += step) if (passes(row[x] ?? 0, row[x + 1] ?? 0, row[x + 2] ?? 0)) passed += 1
    before = row
  }
  return passed / (width * height)
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  if (filter !== 4) return 0
  const [l, u, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return l <= u && l <= c ? left : u <= c ? up : corner
}
