/** How figures, times and places are written. Times are the county's: Asia/Shanghai, wherever the browser is. */
export type Locale = 'zh' | 'en'

const county = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  hourCycle: 'h23',
})

function parts(ms: number): Record<string, string> {
  return Object.fromEntries(county.formatToParts(ms).map((part) => [part.type, part.value]))
}

/** `2026-07-14 16:32` */
export function dateTime(ms: number): string {
  const p = parts(ms)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

/** `07-14 16:32`, for tables whose year is plain. */
export function shortDateTime(ms: number): string {
  return dateTime(ms).slice(5)
}

/** `2026-07-14 16:32:05` */
export function exactTime(ms: number): string {
  return `${dateTime(ms)}:${parts(ms).second}`
}

export function clockTime(ms: number): string {
  return dateTime(ms).slice(11)
}

const grouped = new Intl.NumberFormat('en-US')

/** `12,486` */
export function count(value: number): string {
  return grouped.format(value)
}

/** `62.4%`; a dash where there is nothing to divide by. Never rounds up to 100. */
export function percent(part: number, whole: number): string {
  if (whole <= 0) return '—'
  const share = (part / whole) * 100
  if (part < whole && share > 99.9) return '99.9%'
  // One place after the point, so that figures under each other line up; only nothing and everything stand apart.
  return part === 0 || part === whole ? `${share}%` : `${share.toFixed(1)}%`
}

/** For a bar's width, 0 to 100. */
export function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(100, Math.max(0, (part / whole) * 100))
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 小时前`, `3 hours ago` */
export function ago(ms: number, now: number, locale: Locale): string {
  const words = new Intl.RelativeTimeFormat(locale === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' })
  for (const [unit, size] of steps) {
    // Figures stand apart from Chinese here as everywhere else.
    if (now - ms >= size) return words.format(-Math.floor((now - ms) / size), unit).replace(/^(\d+)(?=\p{Script=Han})/u, '$1 ')
  }
  return words.format(0, 'second')
}

/** `25 分钟`, `1 小时 5 分`; minutes are never rounded up. */
export function duration(ms: number, locale: Locale): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (locale === 'zh') return hours > 0 ? `${hours} 小时 ${rest} 分` : `${rest} 分钟`
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`
}

/** `0.4 秒`, `12 s`, `5 min`, `2.1 h`, `366 days`: one unit, never less than it is, and little more. */
export function span(ms: number, locale: Locale): string {
  const zh = locale === 'zh'
  if (ms < 10_000) return `${(Math.ceil(ms / 100) / 10).toFixed(1)} ${zh ? '秒' : 's'}`
  if (ms < 120_000) return `${Math.ceil(ms / 1000)} ${zh ? '秒' : 's'}`
  if (ms < 7_200_000) return `${Math.ceil(ms / 60_000)} ${zh ? '分钟' : 'min'}`
  if (ms < 172_800_000) return `${tenths(ms / 3_600_000)} ${zh ? '小时' : 'h'}`
  return `${tenths(ms / 86_400_000)} ${zh ? '天' : 'days'}`
}

/** Below ten a whole number would be half as much again. */
const tenths = (value: number) => (value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value))

/** `38 m`, `1.2 km` */
export function distance(metres: number): string {
  return metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`
}

/** `812 B`, `14.2 KB`, `3.1 MB`, `3.9 GB` */
export function bytes(size: number): string {
  if (size < 1024) return `${size} B`
  if (size < 1024 ** 2) return `${(size / 1024).toFixed(1)} KB`
  if (size < 1024 ** 3) return `${(size / 1024 ** 2).toFixed(1)} MB`
  return `${(size / 1024 ** 3).toFixed(1)} GB`
}

/** `¥ 18,240.50` from integer fen. */
export function money(fen: number): string {
  const sign = fen < 0 ? '−' : ''
  const whole = Math.abs(fen)
  return `${sign}¥ ${grouped.format(Math.trunc(whole / 100))}.${String(whole % 100).padStart(2, '0')}`
}

/** `34.58090, 105.72480` */
export function coordinates(lat: number, lon: number): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`
}

/** `9f2c 81aa 03de …`: enough to compare by eye. */
export function shortDigest(hex: string): string {
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} ${hex.slice(8, 12)} …`
}

/** `09:41`, what is left of a countdown. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${rest}` : rest
}

/** `2024-03` from the national system's `202403`; anything else as it came. */
export function month(text: string): string {
  return /^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : text
}
