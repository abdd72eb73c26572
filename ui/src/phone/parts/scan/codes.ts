/** What our QR codes say. A code names things and never describes them. */

const HOUSEHOLD = /^ruhu:h:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** The household of a 户码; null when it is another code. */
export function householdOf(text: string): string | null {
  return HOUSEHOLD.exec(text.trim())?.[1]?.toLowerCase() ?? null
}

export interface Enrolment {
  server: string
  code: string
}

/** The county's address and the one-time code the console shows; null when it is another code. */
export function enrolmentOf(text: string): Enrolment | null {
  const rest = /^ruhu:\/\/enrol\/?\?(.*)$/i.exec(text.trim())?.[1]
  if (rest === undefined) return null
  const named = new URLSearchParams(rest)
  const server = named.get('server') ?? ''
  const code = named.get('code') ?? ''
  return /^https?:\/\/\S+$/.test(server) && code !== '' ? { server, code } : null
}
