// The door that every Node can open: says clearly what is missing before anything newer is loaded.
// `npm start` and the other scripts put the project's own Node 24 first on the PATH; this page is for the times they could not.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const doors = { start: './start.ts', cli: './cli.ts' };
const door = doors[process.argv[2]];
const stop = (line) => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

if (!door) stop(`Usage: node electron/run.mjs ${Object.keys(doors).join('|')} …`);
if (!existsSync(fileURLToPath(new URL('../node_modules', import.meta.url)))) stop('Comptoir is not installed yet: run "npm ci" in this folder first.');
if (Number(process.versions.node.split('.')[0]) < 24) {
  stop(`Comptoir runs on Node 24, which comes with it; this is Node ${process.versions.node}. Start it with "npm start" (or "npm run ${process.argv[2]}"), after "npm ci".`);
}
process.argv.splice(2, 1);
await import(door);
