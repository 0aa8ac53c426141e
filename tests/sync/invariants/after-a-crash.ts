import type { SimConsole } from '../world/sim-console.ts';
import type { Report } from './violation.ts';

/** What must hold between the tables of a console at every commit; each question finds what does not. */
const between: Readonly<Record<string, string>> = {
  'an edit waits whose server copy is missing': `SELECT mid FROM outbox o WHERE state <> 'rejected' AND EXISTS (SELECT 1 FROM product p WHERE p.id = o.entity_id UNION ALL SELECT 1 FROM shop s WHERE s.id = o.entity_id UNION ALL SELECT 1 FROM orders r WHERE r.id = o.entity_id) AND NOT EXISTS (SELECT 1 FROM shadow s WHERE s.entity = o.entity AND s.id = o.entity_id)`,
  'a product has no look-up': `SELECT id FROM product p WHERE NOT EXISTS (SELECT 1 FROM variant v WHERE v.product_id = p.id)`,
  'a look-up has no product': `SELECT product_id FROM variant v WHERE NOT EXISTS (SELECT 1 FROM product p WHERE p.id = v.product_id)`,
  'a record is made here by no edit and known to no scope': `SELECT id FROM product WHERE version = 0 AND id NOT IN (SELECT entity_id FROM outbox)`,
};

/** I10: what lies on the disk after any end, at any commit, is a whole database whose tables fit together. */
export function checkDisk(console: SimConsole, report: Report): void {
  const { sqlite } = console.db;
  const broken = sqlite.pragma('quick_check', { simple: true });
  if (broken !== 'ok') report('I10', `the disk of ${console.name} is broken: ${String(broken)}`);
  for (const [what, question] of Object.entries(between)) {
    const found = sqlite.prepare(question).pluck().all();
    if (found.length > 0) report('I10', `${console.name} starts and ${what}: ${String(found[0])}`);
  }
}
