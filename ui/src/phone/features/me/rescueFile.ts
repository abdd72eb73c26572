import { call } from '../../../bridge'
import type { HandedOver, Imported } from '../../../bridge'
import { base64Of } from '../../parts/base64'

/** Small enough for any phone's memory, whatever the file. */
export const PIECE_BYTES = 512 * 1024

/** Brings a file in, a piece at a time. */
export async function bringIn(file: Blob, progress: (done: number) => void): Promise<Imported> {
  let import_id: string | null = null
  let offset = 0
  do {
    const piece = file.slice(offset, offset + PIECE_BYTES)
    const answer: { import_id: string } = await call('import_piece', { import_id, offset, data: await base64Of(piece) })
    import_id = answer.import_id
    offset += piece.size
    progress(offset)
  } while (offset < file.size)
  return call('import_bundle', { import_id })
}

/** Takes a file out. Where the machine has no way of its own, the browser downloads it. */
export async function takeOut(bundle_id: string): Promise<HandedOver> {
  const handed = await call('hand_over_bundle', { bundle_id })
  if (handed.how !== 'download') return handed
  const parts: BlobPart[] = []
  for (let offset = 0; ;) {
    const { data } = await call('bundle_piece', { bundle_id, offset })
    if (data === '') break
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
    parts.push(bytes)
    offset += bytes.length
  }
  const url = URL.createObjectURL(new Blob(parts, { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = handed.file_name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return handed
}
