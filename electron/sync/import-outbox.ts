import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { editable } from '#shared/contract/editable.ts';
import { schemaSteps } from '#shared/catalog/schema-steps.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { ExportedEdit, ImportLook } from '#shared/sync/outbox-model.ts';
import { getAt, replay } from '#shared/sync/merge.ts';
import type { Actor, Mutation } from '#shared/sync/model.ts';
import { readOutboxFile, type OutboxFileLine } from '#shared/sync/outbox-file.ts';
import { mutationFrom, standingOf } from '#shared/sync/schema-window.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { pause, type Scheduler } from '../runtime/scheduler.ts';
import { enqueue } from './outbox.ts';
import { refuse } from './refuse.ts';
import { withoutBase } from './own-words.ts';
import { rebase, withEdits } from './rebase.ts';
import { recordOf } from './records.ts';
import { clientId, editOf, insertEdit, lastCseq, setMeta } from './store.ts';

/** A slice of work ends after so many milliseconds. */
const SLICE_MS = 10;
const ASKED_AT_ONCE = 500;
const MOST_LINES = 100;

export type ImportDeps = {
  readonly db: () => CacheDb;
  readonly actor: Actor;
  readonly scheduler: Scheduler;
  /** Asks the server which of these it has taken in. */
  readonly askKnown: (edits: readonly Pick<Mutation, 'mid' | 'entity' | 'id'>[]) => Promise<Result<readonly string[], AppError>>;
};

/** A file as it was read: what can be used, in the order made, and what cannot. */
export type ImportFile = { readonly head: Pick<ImportLook, 'exportedAt' | 'server'>; readonly edits: readonly ExportedEdit[]; readonly unreadable: number; readonly lines: ImportLook['lines']; readonly complete: boolean };

/** Reads an exported outbox with pauses; refused where it is none, of a newer console, or of another person. */
export async function readImport({ db, actor, scheduler }: ImportDeps, text: string): Promise<Result<ImportFile, AppError>> {
  const opened = readOutboxFile(text);
  if (!opened.ok) return opened;
  const { head, lines } = opened.value;
  const standing = standingOf({ current: CACHE_SCHEMA, steps: schemaSteps }, head.schema);
  if (standing !== 'served') return err({ code: 'update-needed', rule: standing === 'too-new' ? 'outbox-of-newer' : 'outbox-too-old' });
  // A file that does not say whose it is was written by an earlier console: only by this very one is it sure.
  if (head.account === undefined ? head.client !== clientId(db()) : head.account !== actor.userId) return err({ code: 'forbidden', rule: 'outbox-of-another' });
  const byMid = new Map<string, ExportedEdit>();
  const wrong: ImportLook['lines'] = [];
  let [unreadable, since] = [0, performance.now()];
  let complete = false;
  for (;;) {
    const next: IteratorResult<OutboxFileLine, boolean> = lines.next();
    if (next.done === true) {
      complete = next.value;
      break;
    }
    if ('edit' in next.value) {
      const { edit } = next.value;
      const { state, error } = edit;
      if (!byMid.has(edit.mid)) byMid.set(edit.mid, { ...mutationFrom({ current: CACHE_SCHEMA, steps: schemaSteps }, head.schema, mutationOf(edit)), state, error });
    } else {
      unreadable++;
      if (wrong.length < MOST_LINES) wrong.push(next.value);
    }
    if (performance.now() - since < SLICE_MS) continue;
    await pause(scheduler);
    since = performance.now();
  }
  return ok({ head: { exportedAt: head.exportedAt, server: head.server }, edits: [...byMid.values()].sort((a, b) => a.cseq - b.cseq), unreadable, lines: wrong, complete });
}

function mutationOf({ mid, cseq, group, entity, id, baseVersion, action, ops, doc, intent, madeAt }: ExportedEdit): Mutation {
  return { mid, cseq, group, entity, id, baseVersion, action, ops, ...(doc === undefined ? {} : { doc }), intent, madeAt };
}

/** Which of them the server has taken in; null where it cannot be asked, and then it looks when they are sent. */
export async function knownOf({ askKnown }: ImportDeps, edits: readonly ExportedEdit[]): Promise<ReadonlySet<string> | null> {
  const known = new Set<string>();
  const open = edits.filter(({ state }) => state !== 'rejected');
  for (let from = 0; from < open.length; from += ASKED_AT_ONCE) {
    const told = await askKnown(open.slice(from, from + ASKED_AT_ONCE).map(({ mid, entity, id }) => ({ mid, entity, id })));
    if (!told.ok) return null;
    for (const mid of told.value) known.add(mid);
  }
  return known;
}

/** What becomes of one edit of a file. */
type Fate = { readonly what: 'applies' | 'merges' | 'conflicts' | 'known' | 'elsewhere' } | { readonly what: 'refused' | 'gone'; readonly error: AppError };

/** Looks at the edits record by record, each on top of those before it. Nothing is written. */
function* fates(db: ReadableDb, edits: readonly ExportedEdit[], known: ReadonlySet<string>, actor: Actor): Generator<void, ReadonlyMap<string, Fate>, void> {
  const found = new Map<string, Fate>();
  const byRecord = new Map<string, ExportedEdit[]>();
  for (const edit of edits) {
    const key = `${edit.entity} ${edit.id}`;
    const own = byRecord.get(key);
    if (own === undefined) byRecord.set(key, [edit]);
    else own.push(edit);
  }
  let since = performance.now();
  for (const own of byRecord.values()) {
    let doc: Json | null = recordOf(db, own[0]!.entity, own[0]!.id)?.doc ?? null;
    for (const edit of own) {
      const fate = known.has(edit.mid) || editOf(db, edit.mid) !== undefined ? { what: 'known' as const } : fateOf(edit, doc, actor);
      found.set(edit.mid, fate);
      if (fate.what === 'applies' || fate.what === 'merges' || fate.what === 'conflicts') doc = withEdits(doc, [edit]);
    }
    if (performance.now() - since < SLICE_MS) continue;
    yield;
    since = performance.now();
  }
  return found;
}

const isElsewhere = ({ entity, id, action, doc }: ExportedEdit, { role, shopIds }: Actor): boolean => {
  if (role !== 'vendor') return false;
  const shop = entity === 'shop' ? id : action === 'create' && doc !== undefined ? getAt(doc, 'shopId') : null;
  return typeof shop === 'string' && !shopIds.includes(shop);
};

function fateOf(edit: ExportedEdit, doc: Json | null, actor: Actor): Fate {
  if (isElsewhere(edit, actor)) return { what: 'elsewhere' };
  if (edit.state === 'rejected') return { what: 'refused', error: edit.error ?? { code: 'rule-broken', attempted: 'push' } };
  const kind = editable[edit.entity];
  if (kind === null) return { what: 'refused', error: { code: 'forbidden', attempted: 'push', rule: 'read-only-record' } };
  if (doc === null && edit.action !== 'create') return { what: 'gone', error: { code: 'gone', attempted: 'push' } };
  // Whoever edits a file by hand may write anything: what goes on top of a record here has to fit it.
  for (const op of edit.ops) {
    const wrong = kind.checkOp(op);
    if (wrong) return { what: 'refused', error: wrong };
  }
  const result = replay(kind.description, doc, edit, actor);
  if (result.kind === 'rejected') return { what: 'refused', error: result.error };
  const edited = result.kind === 'conflict' ? withEdits(doc, [edit]) : null;
  const broken = edited === null ? null : kind.description.check(doc, edited, actor);
  if (broken) return { what: 'refused', error: broken };
  return { what: result.kind === 'conflict' ? 'conflicts' : result.kind === 'merged' ? 'merges' : 'applies' };
}

/** What taking the file over would come to. */
export async function lookAtImport(deps: ImportDeps, file: ImportFile): Promise<ImportLook> {
  const known = await knownOf(deps, file.edits);
  const found = await deps.db().lookInSlices((db) => fates(db, file.edits, known ?? new Set(), deps.actor));
  const count = (what: Fate['what']): number => [...found.values()].filter((fate) => fate.what === what).length;
  return {
    ...file.head, total: file.edits.length, unreadable: file.unreadable, lines: file.lines, complete: file.complete, asked: known !== null,
    applies: count('applies'), merges: count('merges'), conflicts: count('conflicts'), refused: count('refused'), gone: count('gone'), known: count('known'), elsewhere: count('elsewhere'),
  };
}

export type Imported = { readonly queued: number; readonly drafts: number; readonly known: number; readonly left: number };

/**
 * Puts the edits of a file into the outbox, under their own ids, groups and times, in the order made, and on top of the records. They are sent with the
 * word that the server may know them, so that none counts twice, whatever the machine they were made on does meanwhile. What a rule refuses,
 * and what is about a record that is gone, becomes a draft.
 */
export async function takeOver(deps: ImportDeps, file: ImportFile): Promise<Imported> {
  const known = (await knownOf(deps, file.edits)) ?? new Set<string>();
  return deps.db().inSlices(function* (db) {
    const found = yield* fates(db, file.edits, known, deps.actor);
    const done = { queued: 0, drafts: 0, known: 0, left: 0 };
    const records = new Map<string, Pick<Mutation, 'entity' | 'id'>>();
    let since = performance.now();
    for (const edit of file.edits) {
      const fate = found.get(edit.mid)!;
      switch (fate.what) {
        case 'known': done.known++; break;
        case 'elsewhere': done.left++; break;
        case 'refused':
        case 'gone': {
          putDraft(db, edit, fate.error, fate.what === 'gone');
          done.drafts++;
          break;
        }
        default: {
          enqueue(db, [mutationOf(edit)]);
          records.set(`${edit.entity} ${edit.id}`, edit);
          done.queued++;
        }
      }
      if (performance.now() - since < SLICE_MS) continue;
      yield;
      since = performance.now();
    }
    for (const { entity, id } of records.values()) {
      rebase(db, entity, id);
      if (performance.now() - since < SLICE_MS) continue;
      yield;
      since = performance.now();
    }
    if (done.queued > 0) setMeta(db, 'again', String(lastCseq(db)));
    return done;
  });
}

/** The person's own words, to be corrected or given up; of a record that is gone nothing that others wrote. */
function putDraft(db: WritableDb, edit: ExportedEdit, error: AppError, alone: boolean): void {
  insertEdit(db, { ...mutationOf(edit), cseq: lastCseq(db) + 1, ops: alone ? edit.ops.map(withoutBase) : edit.ops });
  refuse(db, edit.mid, error);
}
