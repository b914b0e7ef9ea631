import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import presetMantine from 'postcss-preset-mantine';
import { defineConfig, type Plugin } from 'vite';

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Character maps, standard fonts, colour profiles and decoders of pdf.js, which it reads beside the page. */
const pdfResources: Plugin = {
  name: 'pdf-resources',
  closeBundle() {
    for (const folder of ['cmaps', 'standard_fonts', 'wasm', 'iccs']) {
      cpSync(inProject(`node_modules/pdfjs-dist/${folder}`), inProject(`dist/renderer/pdfjs/${folder}`), {
        recursive: true,
      });
    }
  },
};

// Builds the desk's page to dist/renderer: `vite build -c build/vite.renderer.config.ts`.
// Everything is local and no script is inline, so that the page runs under `script-src 'self'`.
export default defineConfig({
  root: inProject('renderer'),
  base: './',
  cacheDir: inProject('node_modules/.vite'),
  plugins: [react(), pdfResources],
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    outDir: inProject('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    // A data: address in a style sheet would need its own permission in the page's CSP.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    sourcemap: false,
  },
});
