import { defineConfig } from 'vite';

/** The service worker is one plain file with a name that stays: browsers compare it octet by octet. */
export default defineConfig({
  clearScreen: false,
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: '../src/huanzhi/desk/static/huanzhi',
    emptyOutDir: false,
    target: ['chrome91', 'firefox91', 'safari15'],
    lib: { entry: 'src/field/worker.ts', formats: ['iife'], name: 'field', fileName: () => 'field-worker.js' },
  },
});
