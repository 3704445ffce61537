import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = `http://127.0.0.1:${process.env.HOMEOSTAT_PORT ?? '8484'}`

/** Writes `.br` and `.gz` beside every text file: the server hands them out as they are. */
function precompress(): Plugin {
  return {
    name: 'homeostat:precompress',
    apply: 'build',
    writeBundle({ dir }) {
      for (const file of readdirSync(dir!, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(file)) continue
        const bytes = readFileSync(path.join(dir!, file))
        if (bytes.length < 1024) continue
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        writeFileSync(path.join(dir!, `${file}.br`), brotliCompressSync(bytes, options))
        writeFileSync(path.join(dir!, `${file}.gz`), gzipSync(bytes))
      }
    },
  }
}

/** The web client alone. The start builds it aside and moves it into dist/web, which a running server hands out. */
export default defineConfig({
  root: 'web',
  plugins: [react(), precompress()],
  build: {
    outDir: '../dist/web-aside',
    emptyOutDir: true,
    target: 'es2022',
    // The server's Content-Security-Policy allows no inline script and no data: script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    // The browser's own Host stays: the server compares it with the Origin of each change.
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
})
