// `npm run dist -- …`: builds the console and packs it. Arguments go to electron-builder; `--electron DIR` packs with an Electron
// folder that is here already, and then nothing is downloaded for `dir` and `tar.gz`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const args = process.argv.slice(2);
const env = { ...process.env };

const at = args.indexOf('--electron');
if (at >= 0) {
  const [, folder] = args.splice(at, 2);
  if (!folder || !existsSync(folder)) {
    process.stderr.write(`There is no Electron folder at "${folder ?? ''}": --electron takes the folder with the runtime.\n`);
    process.exit(1);
  }
  args.push(`-c.electronDist=${folder}`);
}
// Only AppImage, nsis and dmg need the real one.
if (args.includes('tar.gz') && !args.some((arg) => /^(AppImage|nsis|dmg|zip|7z|deb)$/i.test(arg))) env['ELECTRON_BUILDER_7ZIP_PATH'] ??= join(root, 'resources/packaging/gzip.mjs');

const run = (file, ...rest) => {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', file), ...rest], { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};
if (!args.includes('--built')) {
  run('vite/bin/vite.js', 'build');
  run('electron-vite/bin/electron-vite.js', 'build');
}
run('electron-builder/cli.js', ...args.filter((arg) => arg !== '--built'), '--publish', 'never');
