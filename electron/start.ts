/** `npm start`: the companion server with its demo marketplace, the window's build, and the console in the shell that fits this machine. */
const stop = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};
// Before anything else is loaded: what comes needs Node 24, and says so badly when it is older.
if (Number(process.versions.node.split('.')[0]) < 24) {
  stop(`Comptoir runs on Node 24, which comes with it; this is Node ${process.versions.node}. Start it with "npm start", after "npm ci".`);
}
const load = async () => {
  try {
    return { ...(await import('./start/start-console.ts')), ...(await import('./start/terminal.ts')) };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    return stop(`A part of Comptoir is missing (${(cause as Error).message.split('\n')[0] ?? ''}): run "npm ci".`);
  }
};
const { startConsole, terminal } = await load();
process.exit(await startConsole(process.argv.slice(2), terminal()));
