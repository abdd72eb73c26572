/** Words for numbers, times and sizes, alike on phone and console. Times are shown as in Asia/Shanghai. */

export type Language = 'zh' | 'en'

const ZONE = 'Asia/Shanghai'

function locale(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en-GB'
}

/** `3月8日 14:05` / `8 Mar, 14:05`. */
export function timeText(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: ZONE,
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(ms)
}

/** `14:05`. */
export function clockText(ms: number, language: Language): string {
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(ms)
}

/** A `YYYY-MM-DD` as `2026年3月8日` / `8 March 2026`; a `YYYYMM`, as rosters have it, as `2021年9月`. */
export function dateText(date: string, language: Language): string {
  const month = /^(\d{4})-?(\d{2})$/.exec(date)
  if (month) {
    const first = Date.UTC(Number(month[1]), Number(month[2]) - 1, 1)
    return new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', year: 'numeric', month: 'long' }).format(first)
  }
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at)) return date
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(at)
}

/** A `YYYY-MM-DD` without its year: `3月8日` / `8 Mar`. */
export function dayText(date: string, language: Language): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at)) return date
  return new Intl.DateTimeFormat(locale(language), {
    timeZone: 'UTC',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
  }).format(at).replace(' ', '\u00a0')
}

/** As one word: no line ends within it. */
export function whole(text: string): string {
  return [...text].join('\u2060')
}

/** `星期日` / `Sunday`. */
export function weekdayText(date: string, language: Language): string {
  const at = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(at)) return ''
  return new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', weekday: 'long' }).format(at)
}

/** Today's date in the county, for the date picker's limits. */
export function dateOf(ms: number): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(ms)
}

/** Fen as yuan, without a sign of currency: `12,345.60` → `12,345.6`. */
export function yuanText(fen: number): string {
  return (fen / 100).toLocaleString('en-US', { maximumFractionDigits: 2 })
}

/** Fen as they are typed: `1234560` → `12345.6`. */
export function yuanTyped(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(fen) / 100)
  const rest = String(Math.abs(fen) % 100).padStart(2, '0').replace(/0+$/, '')
  return `${sign}${whole}${rest === '' ? '' : `.${rest}`}`
}

/** What was typed as yuan, in fen; null when it is not an amount of money. No floats on the way. */
export function fenOf(typed: string): number | null {
  const found = /^(-?)(\d{1,12})(?:\.(\d{0,2}))?$/.exec(plainDigits(typed).replace(/,/g, ''))
  if (!found) return null
  const [, sign, whole = '0', rest = ''] = found
  const fen = Number(whole) * 100 + Number(rest.padEnd(2, '0'))
  return sign === '-' ? -fen : fen
}

/** Full-width digits and points, as Chinese keyboards type them, made plain. */
export function plainDigits(typed: string): string {
  return typed
    .trim()
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[．。]/g, '.')
    .replace(/[，]/g, ',')
    .replace(/[－—]/g, '-')
}

/** `640 KB`, `1.2 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u00a0B`
  if (bytes < 999_500) return `${Math.round(bytes / 1000)}\u00a0KB`
  return `${(bytes / 1_000_000).toFixed(1)}\u00a0MB`
}

/** `35 m`, `1.2 km`. */
export function metresText(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`
}

/** Half-width marks between Chinese characters become full-width, so that lines breathe evenly. */
export function tidyChinese(text: string): string {
  const wide: Record<string, string> = { ';': '；', ',': '，', ':': '：', '?': '？', '!': '！' }
  return text
    .replace(/\(([^()]*[\u4e00-\u9fff][^()]*)\)/g, '（$1）')
    .replace(/([\u4e00-\u9fff”》）])([;,:?!])(?=[\u4e00-\u9fff“《（]|$)/g, (_, before: string, mark: string) => before + (wide[mark] ?? mark))
}
