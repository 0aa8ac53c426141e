/** The desktop console: Electron runs this file first. */
import { fileURLToPath } from 'node:url';
import { app, dialog } from 'electron';
import { registerAppScheme } from './app/app-protocol.ts';
import { runDesktopShell } from './app/desktop-shell.ts';

const built = import.meta.url.endsWith('.js');
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// The preload is CommonJS: a sandboxed one cannot be anything else.
const places = built
  ? { windowDir: at('../renderer'), preload: at('./preload.cjs'), dataProcess: at('./data-process.js'), pictureWorker: at('./picture-worker.js'), serverHost: at('./server-host.js') }
  : { windowDir: at('../out/renderer'), preload: at('./preload.cts'), dataProcess: at('./data-process.ts'), pictureWorker: at('./media/picture-worker.ts'), serverHost: at('./server-host.ts') };

registerAppScheme();
runDesktopShell(places).catch((cause: unknown) => {
  dialog.showErrorBox('Comptoir', `Comptoir could not start: ${cause instanceof Error ? cause.message : String(cause)}`);
  app.exit(1);
});
