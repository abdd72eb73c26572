import { defineConfig } from '@playwright/test'

import tests from './playwright.config'

/** Takes a picture of every screen instead of testing them: `npm run screenshots`. */
export default defineConfig({
  ...tests,
  testMatch: 'screenshots.ts',
  outputDir: '../.cache/playwright-screenshots',
  timeout: 300_000,
})
