import type { Invariant } from './invariants/violation.ts';

/** A change of one module's text; `find` must stand in it exactly once. */
export type Patch = { readonly file: string; readonly find: string; readonly replace: string };
/** A mistake somebody could make in the protocol, and the promise that must notice it. */
export type Bug = { readonly name: string; readonly says: string; readonly caughtBy: readonly Invariant[]; readonly patches: readonly Patch[] };

const bug = (name: string, says: string, caughtBy: readonly Invariant[], ...patches: Patch[]): Bug => ({ name, says, caughtBy, patches });
const patch = (file: string, find: string, replace: string): Patch => ({ file, find, replace });

/**
 * Mistakes to plant. Each is an exact change of text (see `plant.ts`): whoever rewrites such a place rewrites the bug with it, and is told so at once.
 */
export const bugs: readonly Bug[] = [
  // ── the server ──
  bug('no-idempotency', 'the server forgets what it answered: an edit that comes again counts again', ['I3', 'I7'],
    patch('server/sync/push.ts', 'if (answers.has(mutation.mid) || seen.has(mutation.mid)) continue;', 'if (seen.has(mutation.mid)) continue;'),
    patch('server/sync/push.ts', 'if (mutation.cseq <= ackedThrough || midOfCseq.has(mutation.cseq)) {', 'if (mutation.cseq < 0) {'),
    patch('server/sync/push-client.ts', "'outcome', 'applied_at']);", "'outcome', 'applied_at'], { keys: ['client', 'mid'], update: ['outcome'] });")),
  bug('last-writer-wins', 'a value replaces whatever is there', ['I4'],
    patch('shared/sync/merge.ts', 'if (sameJson(now, base)) return clean(value);', 'if (!sameJson(now, value)) return clean(value);')),
  bug('price-averaged', 'two prices meet half-way', ['I4', 'I7'],
    patch('shared/sync/merge.ts', 'return compareAndSet(op.base, op.value, now);\n    }', "return typeof now === 'number' && typeof op.value === 'number' ? merged(Math.round((now + op.value) / 2)) : compareAndSet(op.base, op.value, now);\n    }")),
  bug('text-overwritten', 'a long text replaces what others wrote meanwhile', ['I4'],
    patch('shared/sync/merge.ts', 'const text = mergeLines(base, value, now);', 'const text = value;')),
  bug('stock-floor-clamps', 'a movement below zero takes what is there instead of being refused', ['I7'],
    patch('shared/sync/merge.ts', "return op.delta < 0 && left < 0 ? err({ code: 'stock-below-zero', details: { have, delta: op.delta, missing: -left } }) : clean(left);", 'return clean(Math.max(0, left));')),
  bug('stock-as-absolute', 'a console sends how many there are instead of how many came or went, and the server believes it', ['I4', 'I7'],
    patch('electron/catalog/edit.ts', 'for (const op of completeOps(before, asked)) {', "for (const op of completeOps(before, asked).map((one): FieldOp => (one.op === 'add' ? { op: 'set', path: one.path, base: getAt(doc, one.path), value: (getAt(doc, one.path) as number) + one.delta } : one))) {"),
    patch('shared/sync/merge.ts', 'missing: -(op.value as number) } });\n  return compareAndSet(op.base, op.value, now);', 'missing: -(op.value as number) } });\n  return clean(op.value);')),
  bug('refused-leaves-traces', 'what a rule refuses stays on the record all the same', ['I4', 'I7'],
    patch('server/sync/replay-batch.ts', 'if (broken) return refuse(broken);', 'if (broken) {\n    desk.doc = after;\n    desk.version++;\n    return refuse(broken);\n  }')),
  bug('tombstone-dropped', 'nobody is told of a deletion', ['I1'],
    patch('server/sync/push.ts', 'for (const scope of left) note(scope, true);', '')),
  bug('no-floor-check', 'a cursor from before the compaction is served as if nothing were missing', ['I1'],
    patch('server/sync/pull.ts', 'position.seq >= head.floor && ', '')),
  bug('deleted-stays', 'a deleted record is only taken out of the lists', ['I5'],
    patch('server/catalog/product-store.ts', "for (const slice of slices(gone)) await trx.deleteFrom('product').where('id', 'in', slice).execute();", '')),
  bug('position-skipped', 'a page ends one position further than its last record', ['I1'],
    patch('server/sync/pull.ts', 'if (rows.length >= limit) return { rows, at,', 'if (rows.length >= limit) return { rows, at: { ...at, seq: Math.min(head.seq, at.seq + 1) },')),
  bug('rights-remembered', 'the server goes by the rights a person had when it first saw them', ['I6'],
    patch('server/auth/sessions.ts', 'return asActor(userId, await standing(db, userId).execute());', 'const known = remembered.get(db)?.get(userId) ?? asActor(userId, await standing(db, userId).execute());\n  remembered.set(db, new Map(remembered.get(db)).set(userId, known!));\n  return known;'),
    patch('server/auth/sessions.ts', '/** Who a person is now:', 'const remembered = new WeakMap<object, Map<string, Actor>>();\n/** Who a person is now:')),
  bug('answer-unprojected', 'an answer given again shows records that are no longer the reader’s', ['I6'],
    patch('server/sync/scopes.ts', 'return description.scopesOf(doc).some((scope) => readable.includes(scope)) ? doc : null;', 'return readable.length > 0 ? doc : null;')),
  bug('position-forgotten', 'now and then a change gets no new position', ['I1', 'I8'],
    patch('server/sync/push.ts', 'const advanced = await advance(trx, dialect, moved, now);', 'const advanced = await advance(trx, dialect, deps.clock() % 3 === 0 ? new Map() : moved, now);')),

  // ── the console ──
  bug('cursor-before-rows', 'a page’s position is saved before its rows', ['I1'],
    patch('electron/sync/pull.ts', 'export function takeRows(db: CacheDb, page: Page, now: EpochMs): Promise<number | null> {', "export async function takeRows(db: CacheDb, page: Page, now: EpochMs): Promise<number | null> {\n  await db.inTurn((writable) => void ((scopeOf(writable, page.scope)?.cursor ?? '') === page.asked && putScope(writable, { scope: page.scope, cursor: page.next, head: page.head, caughtUpAt: now })));\n  page = { ...page, asked: page.next };")),
  bug('poke-without-prev', 'news is taken without looking what it follows', ['I1', 'I8'],
    patch('electron/sync/pull.ts', 'cursor !== poke.prev || ', ''),
    patch('electron/sync/pull.ts', 'asked: poke.prev, next: poke.next', 'asked: cursor, next: poke.next')),
  bug('acked-too-early', 'a console confirms answers it has not seen', ['I2', 'I3'],
    patch('electron/sync/store.ts', 'return first === null ? lastCseq(db) : first - 1;', 'return first === null ? lastCseq(db) : lastCseq(db);')),
  bug('number-used-twice', 'a number is used again once its edit has left the outbox', ['I2'],
    patch('electron/sync/store.ts', '&& cseq > numberOf(db, \'cseq\')) setMeta(db, \'cseq\', String(cseq));', "&& cseq < 0) setMeta(db, 'cseq', String(cseq));")),
  bug('rebase-skipped', 'what comes from the server covers edits that still wait', ['I8'],
    patch('electron/sync/rebase.ts', 'withEdits(shadow.doc, selectUnanswered(db, entity, id))', 'shadow.doc')),
  bug('outcome-applied-twice', 'an answer is put on top of the copy two times', ['I1', 'I8'],
    patch('electron/sync/push.ts', 'doc: withEdits(shadow.doc, [mutation])', 'doc: withEdits(shadow.doc, [mutation, mutation])'),
    patch('electron/sync/settle-applied.ts', 'if (applied.length === 0) return;', 'if (applied.length >= 0) return;')),
  bug('conflict-dropped', 'what the server says about a conflict is not kept', ['I4'],
    patch('electron/sync/push.ts', 'for (const field of outcome.fields) {', 'for (const field of outcome.fields.slice(1)) {')),
  bug('refused-forgotten', 'a refused edit is thrown away', ['I2'],
    patch('electron/sync/push.ts', 'return refuse(db, mid, outcome.error);', 'return deleteEdit(db, mid);')),
  bug('undo-of-sent', 'what is on its way can be taken back', ['I2'],
    patch('electron/sync/outbox.ts', "chosen.filter((edit) => edit.state !== 'sending').map", 'chosen.map')),
  bug('sending-forgotten', 'what was on its way when the power went is never sent again', ['I9'],
    patch('electron/sync/store.ts', ".where('state', 'in', ['queued', 'sending']).where('error', 'is', null)", ".where('state', 'in', ['queued']).where('error', 'is', null)")),
  bug('poison-blocks', 'a refused edit stays first in the row', ['I9'],
    patch('electron/sync/push.ts', 'return refuse(db, mid, outcome.error);', "return updateEdit(db, mid, { state: 'queued' });")),
  bug('reset-ignored', 'a cursor the server no longer knows is kept', ['I9'],
    patch('electron/sync/round.ts', 'agenda.startOver.add(scope);', 'agenda.behind.delete(scope);')),
  bug('digest-not-compared', 'a cache that differs from the server is believed', ['I1'],
    patch('electron/sync/round.ts', 'const done = await healScope({', 'if (told.root !== null) continue;\n      const done = await healScope({')),
  bug('edits-lost-on-adoption', 'a new copy takes the place of the old one without its unsent edits', ['I2'],
    patch('electron/sync/adopt-snapshot.ts', "if (table !== 'shadow') copyTable(current, side, table);", "if (table !== 'shadow' && table !== 'outbox') copyTable(current, side, table);")),
  bug('edit-in-two-parts', 'an edit is put into the outbox in one transaction and onto the record in the next', ['I10'],
    patch('electron/catalog/edit.ts', '  putProduct(db, after, row.version, row);\n  return mid;', "  db.exec('COMMIT; BEGIN IMMEDIATE');\n  putProduct(db, after, row.version, row);\n  return mid;")),
  bug('server-copy-not-kept', 'the first edit of a record does not keep what the server had', ['I10'],
    patch('electron/sync/outbox.ts', 'keepServerCopy(db, mutation.entity, mutation.id);', '')),
  bug('lost-shop-stays', 'rows of a shop that was taken away stay on the device', ['I6'],
    patch('electron/sync/revoke.ts', 'yield* dropProducts(db);', '')),
  bug('full-text-stays', 'words of records that left stay in the full text', ['I6'],
    patch('electron/sync/revoke.ts', "    noteWipe(db, 'scope');\n", '')),
  bug('client-made-anew', 'a console takes another name at every start', ['I3', 'I7'],
    patch('electron/sync/round.ts', "if (clientId(cache.current()) === '') await", 'if (!named && (named = true)) await'),
    patch('electron/sync/round.ts', '  let askedAt = -Infinity;\n', '  let askedAt = -Infinity;\n  let named = false;\n')),
];
