import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { readBarcodes } from 'zxing-wasm/reader'

import { householdCode } from '../../../shared/print/book'
import QrSquare from '../../../shared/print/QrSquare.vue'
import { enrolmentOf, householdOf } from './codes'

const HOME = '0190a1b2-0000-7000-8000-0000000000aa'

test('a household code is only the household, and nothing else passes for one', () => {
  expect(householdOf(`ruhu:h:${HOME}`)).toBe(HOME)
  expect(householdOf(` ruhu:h:${HOME.toUpperCase()}\n`)).toBe(HOME)
  for (const other of ['', 'ruhu:h:', `ruhu:h:${HOME}0`, `ruhu:v:${HOME}`, `https://example.org/?ruhu:h:${HOME}`, 'ruhu:h:../households', HOME]) {
    expect(householdOf(other), other).toBeNull()
  }
})

test('the enrolment code of the console fills in both fields', () => {
  const link = `ruhu://enrol?server=${encodeURIComponent('https://ruhu.example.gov.cn:8443')}&code=${encodeURIComponent('K7QM-2P9X')}`
  expect(enrolmentOf(link)).toEqual({ server: 'https://ruhu.example.gov.cn:8443', code: 'K7QM-2P9X' })
  for (const other of ['', 'ruhu://enrol', 'ruhu://enrol?server=https://a', 'ruhu://enrol?code=1', 'ruhu://enrol?server=javascript:1&code=1', 'https://enrol?server=https://a&code=1']) {
    expect(enrolmentOf(other), other).toBeNull()
  }
})

/** The picture a camera would give of a code as it is printed: its squares, a white margin, nothing else. */
function printed(text: string, square: number): ImageData {
  const drawn = mount(QrSquare, { props: { text, label: '户码' } })
  const side = Number(drawn.element.getAttribute('viewBox')?.split(' ')[2]) * square
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y] of (drawn.get('path').attributes('d') ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let at = 0; at < square * square; at += 1) {
      const row = (Number(y) + 4) * square + Math.floor(at / square)
      const pixel = (row * side + (Number(x) + 4) * square + (at % square)) * 4
      data.fill(0, pixel, pixel + 3)
    }
  }
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData
}

test('the decoder that ships reads the codes we print, and asks no network for it', async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  const bytes = readFileSync(file)
  const asked: string[] = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(String(url))
    return Promise.resolve(new Response(bytes, { headers: { 'content-type': 'application/wasm' } }))
  })
  vi.stubGlobal('ImageData', class {})
  const { readCode } = await import('./decode')
  for (const square of [3, 8]) {
    expect(householdOf((await readCode(printed(householdCode(HOME), square))) ?? '')).toBe(HOME)
  }
  const [found] = await readBarcodes(printed(householdCode(HOME), 4))
  expect(found?.isMirrored, 'a mirror image is not read by every phone').toBe(false)
  expect(await readCode({ data: new Uint8ClampedArray(4 * 64 * 64).fill(200), width: 64, height: 64, colorSpace: 'srgb' } as ImageData)).toBeNull()
  // One file of the app's own.
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^\/(?!\/).*zxing_reader\.wasm$/)
  vi.unstubAllGlobals()
})
