import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'

/** The county's console, served by the county server at `/`. */
export default defineConfig({
  root: 'src/console',
  base: './',
  // Of its own: served side by side, each would throw away what the other had prepared.
  cacheDir: '../../../.cache/vite-console',
  // Brings each Element Plus component's own styles along with its import.
  plugins: [vue(), elementPlus({})],
  // What of vue-i18n nobody uses does not come over the line; our words fill themselves (`words/fillable.ts`).
  define: { __VUE_I18N_LEGACY_API__: false, __VUE_I18N_FULL_INSTALL__: false, __INTLIFY_DROP_MESSAGE_COMPILER__: true, __INTLIFY_PROD_DEVTOOLS__: false },
  build: { outDir: '../../dist/console', emptyOutDir: true, target: ['chrome100', 'safari15'] },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
})
