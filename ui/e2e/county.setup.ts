import { fileURLToPath } from 'node:url'

import { startCounty } from './county.mjs'

/**
 * One county for all browser tests, started before the first and stopped after the last.
 * With RUHU_PREVIEW and RUHU_CONSOLE set, the tests run against what is running there instead.
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  process.env.RUHU_SHOTS ||= fileURLToPath(new URL('../../.cache/screenshots/tests', import.meta.url))
  if (process.env.RUHU_PREVIEW && process.env.RUHU_CONSOLE) return undefined

  const county = await startCounty()
  process.env.RUHU_PREVIEW = county.phones
  process.env.RUHU_CONSOLE = county.console
  process.env.RUHU_LOGIN = county.administrator.login
  process.env.RUHU_PASSWORD = county.administrator.password
  process.env.RUHU_TOTP_SECRET = county.administrator.totp_secret
  process.env.RUHU_STAFF_LOGIN = county.county.login
  process.env.RUHU_STAFF_PASSWORD = county.county.password
  process.env.RUHU_STAFF_TOTP_SECRET = county.county.totp_secret
  return () => county.stop()
}
