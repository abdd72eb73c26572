import { inflateSync } from 'node:zlib'

/** As much of a PDF as a test asks of one that Chromium wrote: its pages, their size, and the words on them. */
export interface Pdf {
  /** Width and height of each page, millimetres. */
  pages: [number, number][]
  /** Without blanks; a form feed after each page. */
  text: string
}

const MM_PER_POINT = 25.4 / 72

function objects(bytes: Buffer): Map<number, { head: string; stream: Buffer | null }> {
  const file = bytes.toString('latin1')
  const found = new Map<number, { head: string; stream: Buffer | null }>()
  for (const match of file.matchAll(/(?:^|\n)(\d+) 0 obj\n?/g)) {
    const start = match.index + match[0].length
    const end = file.indexOf('endobj', start)
    const at = file.indexOf('stream\n', start)
    const hasStream = at >= 0 && at < end
    const head = file.slice(start, hasStream ? at : end)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const raw = hasStream ? bytes.subarray(at + 7, at + 7 + length) : null
    found.set(Number(match[1]), { head, stream: raw && (/FlateDecode/.test(head) ? inflateSync(raw) : raw) })
  }
  return found
}

/** Which letters a font's glyphs stand for. */
function letters(cmap: string): Map<string, string> {
  const of = new Map<string, string>()
  const written = (hex: string) => String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((one) => Number.parseInt(one, 16)))
  for (const [, block] of cmap.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, to] of (block ?? '').matchAll(/<(\w+)> <(\w+)>/g)) if (glyph && to) of.set(glyph.toUpperCase(), written(to))
  }
  for (const [, block] of cmap.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, to] of (block ?? '').matchAll(/<(\w+)> <(\w+)> <(\w+)>/g)) {
      if (!first || !last || !to) continue
      for (let at = Number.parseInt(first, 16); at <= Number.parseInt(last, 16); at += 1) {
        const code = Number.parseInt(to, 16) + at - Number.parseInt(first, 16)
        of.set(at.toString(16).toUpperCase().padStart(first.length, '0'), String.fromCharCode(code))
      }
    }
  }
  return of
}

export function readPdf(bytes: Buffer): Pdf {
  const all = objects(bytes)
  const fonts = new Map<string, Map<string, string>>()
  function font(name: string): Map<string, string> {
    // Chromium calls a font by the number of its object.
    const object = all.get(Number(name.slice(1)))
    const cmap = all.get(Number(/\/ToUnicode (\d+) 0 R/.exec(object?.head ?? '')?.[1]))?.stream
    const known = fonts.get(name) ?? (cmap ? letters(cmap.toString('latin1')) : new Map<string, string>())
    fonts.set(name, known)
    return known
  }
  const pages: [number, number][] = []
  let text = ''
  for (const { head } of all.values()) {
    if (!/\/Type \/Page\b(?!s)/.test(head)) continue
    const box = /\/MediaBox \[([\d.\s]+)\]/.exec(head)?.[1]?.trim().split(/\s+/).map(Number) ?? []
    pages.push([(box[2] ?? 0) * MM_PER_POINT, (box[3] ?? 0) * MM_PER_POINT])
    const content = all.get(Number(/\/Contents (\d+) 0 R/.exec(head)?.[1]))?.stream?.toString('latin1') ?? ''
    let of = new Map<string, string>()
    for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([\dA-Fa-f]+)>/g)) {
      if (name) of = font(name)
      if (!shown) continue
      // One byte a glyph, or two, as the font's own table has them.
      const wide = [...of.keys()][0]?.length ?? 4
      for (let at = 0; at < shown.length; at += wide) text += of.get(shown.slice(at, at + wide).toUpperCase()) ?? ''
    }
    text += '\f'
  }
  // Some fonts draw a character and its radical with one glyph: 文 and ⽂ are the same to a reader.
  return { pages, text: text.normalize('NFKC').replace(/[^\S\f]/g, '') }
}
