import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // node_modules may be a link to elsewhere; nothing is served in tests.
  server: { fs: { strict: false } },
  // Whole pages of a component library, on machines that do other things as well.
  test: { environment: 'jsdom', testTimeout: 30_000, include: ['src/**/*.test.ts'], setupFiles: ['src/console/words/all.setup.ts'] },
})
