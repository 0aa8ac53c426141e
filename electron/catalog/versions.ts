import { kindOf } from '#shared/catalog/description.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { restoring, stateAfter, stateBefore } from '#shared/catalog/versions.ts';
import type { LeftField, versionChannels } from '#shared/catalog/versions-contract.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { recordOf } from '../sync/records.ts';
import { writeEdit, type Edit, type EditContext } from './edit.ts';
import { historyBackTo, type FetchHistory } from './history.ts';

type C = typeof versionChannels;

/**
 * Brings a product back to how one change of its history left it, or found it. What a rule refuses today is left as it is, named with the reason;
 * everything else goes back in one edit.
 */
export async function restoreVersion(cache: CacheDb, { id, version, side, paths }: Heard<C, 'catalog.restore'>, me: string, context: EditContext, fetchHistory: FetchHistory): Promise<Result<Answer<C, 'catalog.restore'> & { written: Edit[] }, AppError>> {
  const history = await historyBackTo(cache, { entity: 'product', id }, version, me, fetchHistory);
  if (history === null) return err({ code: 'not-found', attempted: 'catalog.restore', field: 'version', rule: 'version-out-of-reach' });
  return cache.inTurn((db) => {
    const record = recordOf(db, 'product', id);
    if (record === undefined) return err({ code: 'gone', attempted: 'catalog.restore' });
    const then = (side === 'after' ? stateAfter : stateBefore)(record.doc, history, version)!;
    const { ops, left } = restoring(kindOf, record.doc, then, paths === null ? null : new Set(paths));
    const written = writeWhatMay(db, id, ops, 'restore-version', null, context);
    return ok({
      mids: written.mid === null ? [] : [written.mid], restored: written.mid === null ? 0 : ops.length - written.refused.length,
      written: written.mid === null ? [] : [{ id, ops: written.ops }],
      left: [...left.map((field): LeftField => ({ record: id, ...field, error: null })), ...written.refused],
    });
  });
}

/**
 * Writes an edit without the operations a rule refuses: each is put aside with its reason and the rest is tried again. Where the rule names no
 * operation of the edit, none of it can be written.
 */
export function writeWhatMay(db: WritableDb, id: ProductId, asked: readonly FieldOp[], intent: string, group: string | null, context: EditContext): { mid: string | null; ops: readonly FieldOp[]; refused: LeftField[] } {
  const refused: LeftField[] = [];
  let ops = [...asked];
  while (ops.length > 0) {
    try {
      return { mid: writeEdit(db, { id, ops }, intent, group, context), ops, refused };
    } catch (cause) {
      if (!(cause instanceof AppFailure) || cause.error.code === 'disk-full' || cause.error.code === 'cache-broken') throw cause;
      const { error } = cause;
      const blamed = blamedFor(ops, error);
      refused.push(...blamed.map(({ path }): LeftField => ({ record: id, path, why: 'refused', error })));
      ops = ops.filter((op) => !blamed.includes(op));
    }
  }
  return { mid: null, ops: [], refused };
}

const touches = (a: string, b: string): boolean => a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

function blamedFor(ops: readonly FieldOp[], { field }: AppError): readonly FieldOp[] {
  if (field === undefined) return ops;
  const direct = ops.filter(({ path }) => touches(path, field));
  if (direct.length > 0) return direct;
  // A rule that looks at a collection as a whole (combinations, SKUs) may name an entry this edit leaves alone.
  const [collection] = field.split('/');
  const around = ops.filter(({ path }) => path.split('/')[0] === collection || (collection === 'variants' && path === 'options'));
  return around.length > 0 ? around : ops;
}
