import { getAt } from '#shared/sync/merge.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { metaOf, scopeOf, setMeta, type Shadow } from './store.ts';

const unsure = (db: ReadableDb): ScopeName[] => (metaOf(db, 'unsure') ?? '').split(' ').filter((scope) => scope !== '') as ScopeName[];

/**
 * An edit was answered with "gone", and its record left the list with that: deleted, or its shop was taken away and nobody has heard yet. Were the shop
 * given back before that is heard, its cursor would pass over what left: its scope is noted, so that also a console that ends now knows it.
 */
export function noteGone(db: WritableDb, { entity, id, doc }: Shadow): void {
  const own = `vendor:${entity === 'shop' ? id : String(getAt(doc, 'shopId'))}` as ScopeName;
  const scope = scopeOf(db, own) ? own : ('admin' as ScopeName);
  const noted = unsure(db);
  if (!noted.includes(scope)) setMeta(db, 'unsure', [...noted, scope].join(' '));
}

/**
 * What may be read is known again. With the same rights as before nothing had been taken away, and what is gone was deleted.
 *
 * @returns scopes that are still here and have to come again whole
 */
export function settleUnsure(db: WritableDb, sameRights: boolean): ScopeName[] {
  const noted = unsure(db);
  if (noted.length === 0) return noted;
  setMeta(db, 'unsure', '');
  return sameRights ? [] : noted.filter((scope) => (scopeOf(db, scope)?.cursor ?? '') !== '');
}
