import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // node_modules may be a link to elsewhere; nothing is served in tests.
  server: { fs: { strict: false } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'] },
})
