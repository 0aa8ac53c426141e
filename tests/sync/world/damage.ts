import type { Chance } from './chance.ts';
import type { SimConsole } from './sim-console.ts';

/** Somebody or something has changed rows behind the back of the product. @returns what was done, or null when there was nothing to damage */
export function damageRows(console: SimConsole, chance: Chance): string | null {
  const { sqlite } = console.db;
  const ids = sqlite.prepare('SELECT id FROM product WHERE id NOT IN (SELECT id FROM shadow) ORDER BY id').pluck().all() as string[];
  if (ids.length === 0) return null;
  // Mostly one of those people work on, so that edits come to lie on what is damaged.
  const hot = ids.filter((one) => Number.parseInt(one.slice(-6), 16) % 100 < 2);
  const id = chance.pick(hot.length > 0 && chance.happens(0.7) ? hot : ids);
  console.damaged.add(id);
  if (chance.happens(0.5)) {
    sqlite.prepare('DELETE FROM variant WHERE product_id = ?').run(id);
    sqlite.prepare('DELETE FROM product WHERE id = ?').run(id);
    return `loses ${id}`;
  }
  sqlite.prepare('UPDATE product SET version = version + 1000 WHERE id = ?').run(id);
  return `has a wrong version of ${id}`;
}
