/** Builds the desktop shell and its processes into the folder given as argument. */
import { fileURLToPath } from 'node:url';

const outDir = process.argv[2];
if (!outDir) throw new Error('expected the folder to build into');
process.env['COMPTOIR_MAIN_OUT'] = outDir;
try {
  const { build } = await import('electron-vite');
  await build({ root: fileURLToPath(new URL('../../', import.meta.url)), configFile: fileURLToPath(new URL('../../electron.vite.config.ts', import.meta.url)), logLevel: 'error' });
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
