/** Reading QR codes from pictures, on the phone itself: the decoder is part of the app and asks no network. */
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import decoder from 'zxing-wasm/reader/zxing_reader.wasm?url'

let ready: Promise<unknown> | null = null

/** Loads the decoder, once. Fails on a web view too old for it. */
export function prepare(): Promise<unknown> {
  ready ??= prepareZXingModule({ overrides: { locateFile: () => decoder }, fireImmediately: true })
  return ready
}

/** The text of the first QR code in the picture; null when there is none. */
export async function readCode(picture: ImageData): Promise<string | null> {
  await prepare()
  const found = await readBarcodes(picture, { formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: true })
  return found.find((one) => one.isValid)?.text ?? null
}
