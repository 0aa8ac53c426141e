import type { ScopeName } from '#shared/sync/model.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { metaOf, scopesHere, setMeta } from './store.ts';

/** Caches made before this was noted. */
const FIRST_SCHEMA = 1;

const noted = (db: ReadableDb): ScopeName[] => (metaOf(db, 'renew') ?? '').split(' ').filter((scope) => scope !== '') as ScopeName[];

/**
 * Notes which schema this console writes. After an update of the console the scopes that are here lack what the older one was not told of their records,
 * under versions that will not move for it: they come again as files, over whatever is here. Until then they stay in use.
 */
export function noteSchema(db: WritableDb, schema: number): void {
  const before = metaOf(db, 'schema');
  const here = scopesHere(db).filter(({ cursor }) => cursor !== '');
  if (Number(before ?? FIRST_SCHEMA) !== schema && here.length > 0) setMeta(db, 'renew', here.map(({ scope }) => scope).join(' '));
  if (before !== String(schema)) setMeta(db, 'schema', String(schema));
}

/** Scopes whose records are still as an older console knew them. */
export function scopesToRenew(db: ReadableDb): ScopeName[] {
  const waiting = noted(db);
  return waiting.length === 0 ? waiting : waiting.filter((scope) => scopesHere(db).some((here) => here.scope === scope));
}

/** Scopes that have to come again as files, also when this console ends before. */
export function noteToRenew(db: WritableDb, scopes: readonly ScopeName[]): void {
  if (scopes.length > 0) setMeta(db, 'renew', [...new Set([...noted(db), ...scopes])].join(' '));
}

/** A scope is here in today's words. */
export function noteRenewed(db: WritableDb, scope: ScopeName): void {
  const waiting = noted(db);
  if (waiting.includes(scope)) setMeta(db, 'renew', waiting.filter((one) => one !== scope).join(' '));
}
