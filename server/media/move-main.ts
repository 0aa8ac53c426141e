import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { movePictures } from './move.ts';
import { mediaFolder, openStorage } from './open-storage.ts';

const USAGE = 'npm run server:move-pictures -- --from folder|s3|cloudinary --to folder|s3|cloudinary [--data FOLDER]';
const say = (text: string) => void process.stderr.write(`comptoir server: ${text}\n`);

/**
 * Copies the server's pictures from one store to another, while the server runs or not: run it, switch COMPTOIR_MEDIA, run it once more for what
 * came in between. Settings of both stores come from the environment, as the server reads them.
 *
 * @returns what the process ends with: 0 all is there, 1 some were damaged or a store failed, 2 asked wrongly
 */
async function main(): Promise<number> {
  let asked: { from?: string | undefined; to?: string | undefined; data?: string | undefined };
  try {
    asked = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, data: { type: 'string' } }, strict: true }).values;
  } catch (cause) {
    say(`${(cause as Error).message} (${USAGE})`);
    return 2;
  }
  const config = readConfig(asked.data === undefined ? [] : ['--data', asked.data], process.env);
  if (!config.ok) {
    config.error.forEach(say);
    return 2;
  }
  const settingsOf = (name: string | undefined) => config.value.media.known.find(({ kind }) => kind === name);
  const [from, to] = [settingsOf(asked.from), settingsOf(asked.to)];
  if (!from || !to || from === to) {
    say(`--from and --to must name two stores whose settings are there: ${config.value.media.known.map(({ kind }) => kind).join(', ')} (${USAGE})`);
    return 2;
  }
  const { dataDir } = config.value;
  try {
    const moved = await movePictures(await openStorage(from, dataDir), await openStorage(to, dataDir), join(mediaFolder(dataDir), `move-${from.kind}-${to.kind}.done`));
    process.stdout.write(`${JSON.stringify(moved)}\n`);
    return moved.damaged.length === 0 ? 0 : 1;
  } catch (cause) {
    say(`${(cause as Error).message}; run it again to go on where it stopped`);
    return 1;
  }
}

process.exitCode = await main();
