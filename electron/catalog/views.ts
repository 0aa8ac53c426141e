import { savedView, type SavedView } from '#shared/catalog/contract.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb } from '../db/connection.ts';
import { reading, writing } from '../db/statement.ts';

const all = reading()((q) => q.selectFrom('saved_view').selectAll().orderBy('position').orderBy('name').orderBy('id'));
const put = writing<{ id: string; name: string; filter: string; sort: string; columns: string | null; position: number }>()((q, p) => {
  const values = { name: p('name'), filter: p('filter'), sort: p('sort'), columns: p('columns'), position: p('position') };
  return q.insertInto('saved_view').values({ id: p('id'), ...values }).onConflict((c) => c.column('id').doUpdateSet(values));
});
const remove = writing<{ id: string }>()((q, p) => q.deleteFrom('saved_view').where('id', '=', p('id')));

/** The views this person saved; one that a later version wrote and this one cannot read is left out, not lost. */
export function savedViews(db: ReadableDb): SavedView[] {
  return db.all(all).flatMap((row) => {
    const view = savedView.safeParse({ ...row, filter: JSON.parse(row.filter), sort: JSON.parse(row.sort), columns: null, ...layoutOf(row.columns) });
    return view.success ? [view.data] : [];
  });
}

/** How a view looks: columns and density. Earlier consoles kept a list nobody read. */
function layoutOf(stored: string | null): Partial<Pick<SavedView, 'columns' | 'density'>> {
  const layout = stored === null ? null : savedView.pick({ columns: true, density: true }).safeParse(JSON.parse(stored));
  return layout?.success ? { columns: layout.data.columns, density: layout.data.density ?? null } : {};
}

export async function saveView(cache: CacheDb, { filter, sort, columns, density = null, id, name, position }: SavedView): Promise<SavedView[]> {
  const layout = columns === null && density === null ? null : JSON.stringify({ columns, density });
  await cache.inTurn((db) => db.run(put, { id, name, position, filter: JSON.stringify(filter), sort: JSON.stringify(sort), columns: layout }));
  return savedViews(cache);
}

export async function removeView(cache: CacheDb, id: string): Promise<SavedView[]> {
  await cache.inTurn((db) => db.run(remove, { id }));
  return savedViews(cache);
}
