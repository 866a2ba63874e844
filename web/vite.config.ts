import { defineConfig } from 'vite';

/** `@dark { … }` is written once and built twice: for the system's setting, and for the reader's own choice. */
const bothDarks = {
  postcssPlugin: 'both-darks',
  AtRule: {
    dark(rule: any, { AtRule, Rule }: any) {
      const system = new AtRule({ name: 'media', params: 'screen and (prefers-color-scheme: dark)', nodes: [] });
      const chosen = new AtRule({ name: 'media', params: 'screen', nodes: [] });
      system.append(new Rule({ selector: ':root:not([data-theme="light"])', nodes: rule.nodes.map((n: any) => n.clone()) }));
      chosen.append(new Rule({ selector: ':root[data-theme="dark"]', nodes: rule.nodes.map((n: any) => n.clone()) }));
      rule.replaceWith(system, chosen);
    },
  },
};

export default defineConfig({
  base: './',
  clearScreen: false,
  logLevel: 'warn',
  css: { postcss: { plugins: [bothDarks] } },
  worker: { format: 'es' },
  build: {
    outDir: '../src/huanzhi/desk/static/huanzhi',
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsDir: '',
    target: ['chrome91', 'firefox91', 'safari15'],
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['web/src/main.ts', 'web/src/field/main.ts'] },
  },
});
