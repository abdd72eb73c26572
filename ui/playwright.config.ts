import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** The system's Chromium: CHROMIUM, or the first on the PATH. Nothing is downloaded. */
function chromium(): string | undefined {
  if (process.env.CHROMIUM) return process.env.CHROMIUM
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

/**
 * The browser tests run against a small county of real processes, which `county.setup.ts` starts, or against
 * what RUHU_PREVIEW and RUHU_CONSOLE name. One worker: the phones are real and keep what they are told.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/county.setup.ts',
  outputDir: '../.cache/playwright',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A made-up camera, a browser and a county on two busy cores: what passes on a second try is told, not hidden.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: chromium(),
      // Containers have no user namespaces and no graphics card; two cameras that film a made-up scene.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--use-fake-device-for-media-stream=device-count=2'],
    },
    actionTimeout: 10_000,
    locale: 'zh-CN',
    trace: 'retain-on-failure',
  },
})
