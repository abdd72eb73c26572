import type { FactInput, FactShape } from '../../../bridge'

/** What the editor holds while a person types; `FactInput` once it is saved. */
export interface Typed { text: string; codes: string[]; flag: boolean | null; lat: string; lon: string }

export function typedFrom(value: FactInput): Typed {
  const typed: Typed = { text: '', codes: [], flag: null, lat: '', lon: '' }
  if (value.type === 'text') typed.text = value.value
  if (value.type === 'number') typed.text = String(value.value)
  if (value.type === 'codes') typed.codes = [...value.value]
  if (value.type === 'flag') typed.flag = value.value
  if (value.type === 'place') Object.assign(typed, { lat: String(value.value.lat), lon: String(value.value.lon) })
  return typed
}

/** A whole or decimal number as people type it, full-width digits included; `null` if it is none. */
function numberFrom(text: string, decimals: boolean): number | null {
  const plain = text.trim().replace(/[０-９．－]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
  const pattern = decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/
  return pattern.test(plain) ? Number(plain) : null
}

/** `null` while what is typed is no value of this shape; Rust checks the rest. */
export function inputFrom(shape: FactShape, typed: Typed): FactInput | null {
  switch (shape.type) {
    case 'text':
    case 'phone':
    case 'choice':
      return typed.text.trim() ? { type: 'text', value: typed.text.trim() } : { type: 'nothing' }
    case 'choices':
      return typed.codes.length ? { type: 'codes', value: typed.codes } : { type: 'nothing' }
    case 'number': {
      const number = numberFrom(typed.text, false)
      return number === null || number < shape.least || number > shape.most ? null : { type: 'number', value: number }
    }
    case 'flag':
      return typed.flag === null ? { type: 'nothing' } : { type: 'flag', value: typed.flag }
    case 'place': {
      if (!typed.lat.trim() && !typed.lon.trim()) return { type: 'nothing' }
      const [lat, lon] = [numberFrom(typed.lat, true), numberFrom(typed.lon, true)]
      return lat === null || lon === null ? null : { type: 'place', value: { lat, lon } }
    }
  }
}

/** Chosen codes after a tap: one that stands alone drops the others, and they drop it. */
export function toggledCodes(alone: string[], chosen: string[], code: string): string[] {
  if (chosen.includes(code)) return chosen.filter((one) => one !== code)
  if (alone.includes(code)) return [code]
  return [...chosen.filter((one) => !alone.includes(one)), code]
}
