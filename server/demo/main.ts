import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explainDemo } from './explain.ts';
import { northwindLine } from './northwind.ts';
import { runDemo } from './run-demo.ts';

/**
 * `node server/demo/main.ts [--olist DIR] [--orders N] [--conversations N] [--northwind FILE] [--data DIR]`: the process behind `npm run cli -- demo`. The data folder is the server's,
 * `~/.comptoir/server` when it is not given. Progress goes to stderr, the result to stdout; the exit code is 1 on a refusal.
 */
const { values } = parseArgs({ options: { olist: { type: 'string' }, orders: { type: 'string' }, conversations: { type: 'string' }, northwind: { type: 'string' }, data: { type: 'string' } } });
const made = await runDemo({
  olist: values.olist ?? null,
  orders: values.orders === undefined ? null : Number(values.orders),
  conversations: values.conversations === undefined ? null : Number(values.conversations),
  northwind: values.northwind ?? null,
  dataDir: values.data ?? process.env['COMPTOIR_SERVER_DATA'] ?? join(homedir(), '.comptoir', 'server'),
  databaseUrl: process.env['DATABASE_URL'] ?? null,
  onProgress: ({ step, done, total }) => process.stderr.write(`\r${step} ${done} / ${total}   `),
});
process.stderr.write('\n');
if (made.ok) {
  process.stdout.write(`${made.value.products} products, ${made.value.accounts} accounts; passwords in ${made.value.accountsFile}\n`);
  if (made.value.northwind) process.stdout.write(`${northwindLine(made.value.northwind)}\n`);
} else {
  process.stdout.write(`refused: ${explainDemo(made.error)}\n`);
  process.exitCode = 1;
}
