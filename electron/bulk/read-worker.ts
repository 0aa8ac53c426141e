/** A thread that reads one file of products and sends its rows. */
import { giveStretches } from './give-stretches.ts';
import type { ReadTask } from './read-file.ts';
import { tableRows, type TableStep } from './table-file.ts';

await giveStretches<TableStep, ReadTask>(async function* ({ path, reading }) {
  for await (const step of tableRows(path, reading)) if (step.rows.length > 0 || step.faults.length > 0) yield step;
});
