// The same work by sharp, the fastest binding of libvips, for `./dev bench photo` to stand beside:
// read, SHA-256, turn, shrink to 1600 px by Lanczos, encode at 80, thumbnail, a small gray copy for
// a hash, write. Without a stamp. One thread, no cache. Answers with milliseconds and peak memory.

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [file, rounds] = process.argv.slice(2)
const sharp = createRequire(process.env.SHARP_FROM)('sharp')
sharp.concurrency(1)
sharp.cache(false)

const ms = []
let bytes = 0
for (let round = 0; round <= Number(rounds); round += 1) {
  const begun = performance.now()
  const original = readFileSync(file)
  createHash('sha256').update(original).digest()
  const { data, info } = await sharp(original)
    .rotate()
    .resize(1600, 1600, { fit: 'inside', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const small = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
  const sent = await small().jpeg({ quality: 80, chromaSubsampling: '4:2:0', optimiseCoding: true }).toBuffer()
  await small().resize(256, 256, { fit: 'inside' }).jpeg({ quality: 72 }).toBuffer()
  await small().resize(32, 32, { fit: 'fill' }).grayscale().raw().toBuffer()
  writeFileSync(file.replace(/\.jpg$/, '.sharp.jpg'), sent)
  if (round > 0) ms.push(performance.now() - begun)
  bytes = sent.length
}
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))
console.log(JSON.stringify({ ms, peak_kib: Number(peak[1]), bytes }))
