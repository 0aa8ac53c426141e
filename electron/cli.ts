/** `npm run cli -- COMMAND`: what the console does, without a window. */
import { runCli } from './cli/run-cli.ts';
import { terminal } from './start/terminal.ts';

process.exit(await runCli(process.argv.slice(2), terminal()));
