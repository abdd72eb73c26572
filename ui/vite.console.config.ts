import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'

/** The county's console, served by the county server at `/`. */
export default defineConfig({
  root: 'src/console',
  base: './',
  // Brings each Element Plus component's own styles along with its import.
  plugins: [vue(), elementPlus({})],
  build: { outDir: '../../dist/console', emptyOutDir: true, target: ['chrome100', 'safari15'] },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
})
