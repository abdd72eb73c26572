import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The phone's screens: opened by the Tauri shell from files and by the preview under `/<name>/`, hence relative paths. */
export default defineConfig({
  root: 'src/phone',
  base: './',
  // Of its own: served side by side, each would throw away what the other had prepared.
  cacheDir: '../../../.cache/vite-phone',
  plugins: [vue()],
  // A developer's canned screens take their words from the repository's data.
  server: { fs: { allow: ['../../..'] } },
  build: {
    outDir: '../../dist/phone',
    emptyOutDir: true,
    // WebView of Android 7 with updates; WebKitGTK 4.1.
    target: ['chrome87', 'safari14'],
    assetsInlineLimit: 8192,
  },
})
