import { fileURLToPath } from 'node:url';

/** Where the project is, and the modules that run as processes of their own. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');
const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const places = {
  dataProcess: at('electron/data-process.ts'),
  server: at('server/main.ts'),
  demoBuilder: at('server/demo/main.ts'),
  windowBuilder: at('electron/start/window-build-process.ts'),
  desktopBuilder: at('electron/start/desktop-build-process.ts'),
  window: at('out/renderer'),
} as const;

/** What the window and the desktop shell are built from. */
export const windowSources = ['renderer', 'shared', 'package-lock.json', 'vite.config.ts'];
export const desktopSources = ['electron', 'shared', 'server', 'package-lock.json', 'electron.vite.config.ts'];
