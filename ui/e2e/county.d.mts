/** What signs somebody in at the console. */
export interface SignIn {
  login: string
  password: string
  /** Base32. */
  totp_secret: string
}

/** A running county and everything needed to get into it. */
export interface County {
  /** Address of the server, which serves the console. */
  console: string
  /** Address of the preview; phones are below it: /cadre/, /captain/ and /spare/, which is not enrolled. */
  phones: string
  county: SignIn
  administrator: SignIn
  town_captain: SignIn
  /** The folder of the server's own files. */
  data: string
  /** Enrols a phone, once. */
  spare: { server: string; code: string }
  stop(): Promise<void>
}

export function startCounty(): Promise<County>
