import { fileURLToPath } from 'node:url';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** `npm start` builds beside and moves into place; `npm run build` goes straight to `out/`. */
const mainDir = process.env['COMPTOIR_MAIN_OUT'] ?? at('./out/main');

/**
 * Processes and workers are started by the address of their file, written with `.ts` as they stand in the sources; built, they lie
 * side by side as `.js`.
 */
const builtNames = (): Plugin => ({
  name: 'comptoir-built-names',
  transform: (code) => (code.includes('import.meta.url') ? code.replace(/new URL\((['"])\.\/([\w-]+)\.ts\1, import\.meta\.url\)/g, "new URL('./$2.js', import.meta.url)") : null),
});

const node = { target: 'node24', emptyOutDir: false, minify: false, reportCompressedSize: false } as const;

// The window is one for both shells and built by vite alone (`vite.config.ts`): electron-vite would build it for Chromium only.
export default defineConfig({
  main: {
    plugins: [builtNames()],
    build: {
      ...node,
      outDir: mainDir,
      rolldownOptions: {
        input: {
          main: at('./electron/main.ts'),
          'data-process': at('./electron/data-process.ts'),
          'server-host': at('./electron/server-host.ts'),
          server: at('./server/main.ts'),
          worker: at('./server/sync/snapshot/worker.ts'),
          'checkpoint-worker': at('./electron/db/checkpoint-worker.ts'),
          'log-worker': at('./server/db/log-worker.ts'),
          'hash-worker': at('./server/media/alike/hash-worker.ts'),
          'chunk-worker': at('./electron/sync/chunk-worker.ts'),
          'read-worker': at('./electron/bulk/read-worker.ts'),
          'stage-worker': at('./electron/bulk/import/stage-worker.ts'),
          'picture-worker': at('./electron/media/picture-worker.ts'),
        },
        // All in one folder: what is found beside a module, or two folders up (resources/), is there built as well.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      ...node,
      outDir: mainDir,
      rolldownOptions: { input: { preload: at('./electron/preload.cts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
});
