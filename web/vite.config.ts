import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The client as static files: no inline script, every asset from the same origin, so that a strict content security policy holds. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  // The Chime SDK was written for bundlers that know Node's `global`.
  define: { global: 'globalThis' },
  build: {
    outDir: path.join(import.meta.dirname, '../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
    // Chunks run before the module that imports them: what forbids zod to make code stands beside zod, so that it runs before any schema.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\/|strict-policy/ }] } } },
  },
  worker: { format: 'es' },
});
