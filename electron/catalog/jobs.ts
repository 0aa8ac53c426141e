import { sql } from 'kysely';
import type { Locale } from '#shared/auth/model.ts';
import { kindOf, parseProduct } from '#shared/catalog/description.ts';
import { cellBack, cellState, jobCells, type JobCell } from '#shared/catalog/job-cells.ts';
import type { Product, ProductId } from '#shared/catalog/model.ts';
import { titleIn } from '#shared/catalog/projection.ts';
import { variantsInOrder } from '#shared/catalog/variant-rules.ts';
import type { Job, JobCellState, JobEdit, JobLine, LeftField, versionChannels } from '#shared/catalog/versions-contract.ts';
import type { Answer, Heard } from '#shared/contract/channel.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { WHOLE_RECORD } from '#shared/sync/audited-fields.ts';
import { getAt } from '#shared/sync/merge.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { ReadableDb, WritableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';
import { recordOf } from '../sync/records.ts';
import { renewed } from '../sync/restore.ts';
import { writeCreate, type EditContext } from './edit.ts';
import type { FetchJobs } from './fetch-jobs.ts';
import { writeWhatMay } from './versions.ts';
import { turning, type WayBack } from './way-back.ts';
import { unwatched, type Work } from './works.ts';
import { nextTurn } from '../runtime/next-turn.ts';

type C = typeof versionChannels;
type Waiting = { readonly group_id: string; readonly shop: string; readonly intent: string; readonly edits: number; readonly refused: number; readonly made_at: number };

/** A slice of work ends after so many milliseconds. */
const SLICE_MS = 8;
const MOST_LEFT = 500;

const waitingJobs = reading()(() =>
  sql<Waiting>`SELECT o.group_id, coalesce(p.shop_id, s.doc ->> '$.shopId', '') AS shop, min(o.intent) AS intent, count(*) AS edits, sum(o.state = 'rejected') AS refused, min(o.made_at) AS made_at
    FROM outbox AS o LEFT JOIN product AS p ON p.id = o.entity_id LEFT JOIN shadow AS s ON s.entity = o.entity AND s.id = o.entity_id
    WHERE o.group_id IS NOT NULL AND o.entity = 'product' GROUP BY 1, 2 ORDER BY min(o.cseq) DESC`.compile(builder));

/** What was done at once, newest first: on the first page what waits here, then what the server tells of one shop or of all. */
export async function jobsOf(cache: CacheDb, { before, limit }: Heard<C, 'catalog.jobs'>, shop: string | null, me: string, fetchJobs: FetchJobs): Promise<Answer<C, 'catalog.jobs'>> {
  const told = await fetchJobs.list({ shop, before, limit });
  const waiting = before !== null || !cache.isOpen ? [] : cache.all(waitingJobs).filter((job) => job.shop !== '' && (shop === null || job.shop === shop));
  const here = waiting.map(({ group_id, shop: of, intent, edits, refused, made_at }) => ({ id: group_id, shopId: of, by: me, device: null, intent, edits: edits - refused, refused, at: made_at, appliedAt: null }) as Job);
  return { jobs: [...here, ...(told.ok ? told.value : [])], complete: told.ok, more: told.ok && told.value.length === limit };
}

/** What a job did to one product. */
type Touched = { readonly id: ProductId; readonly cells: readonly JobCell[]; readonly deleted: Product | null; readonly created: boolean };

/** What a job did, product by product, from its edits in any order. */
function touchedBy(edits: readonly JobEdit[]): Touched[] {
  const byRecord = new Map<ProductId, JobEdit[]>();
  for (const edit of edits) byRecord.set(edit.record, [...(byRecord.get(edit.record) ?? []), edit]);
  return [...byRecord].map(([id, own]) => {
    const changes = own.toSorted((a, b) => a.version - b.version).flatMap((edit) => edit.changes);
    const whole = changes.find(({ path, after }) => path === WHOLE_RECORD && after === null);
    const parsed = whole ? parseProduct(whole.before) : null;
    return { id, cells: whole ? [] : jobCells(changes), deleted: parsed?.ok ? parsed.value : null, created: own.some(({ intent, changes: none }) => intent === 'create' && none.length === 0) };
  });
}

/** How each cell of a job stands in the cache today. */
function linesOf(db: ReadableDb, { id, cells, deleted, created }: Touched, locale: Locale): JobLine[] {
  const doc = recordOf(db, 'product', id)?.doc ?? null;
  const shown = (doc ?? deleted) as unknown as Product | null;
  const named = { record: id, title: shown ? titleIn(shown, locale).title : '', sku: shown ? (variantsInOrder(shown)[0]?.[1].sku ?? null) : null };
  const whole = (state: JobCellState): JobLine => ({ ...named, path: WHOLE_RECORD, before: null, after: null, now: null, state });
  if (deleted !== null) return [whole('deleted')];
  if (doc === null) return [whole('gone')];
  return [...(created ? [whole('created')] : []), ...cells.map((cell): JobLine => ({ ...named, ...cell, now: getAt(doc, cell.path), state: cellState(kindOf, doc, cell) }))];
}

/** Every cell a job changed and how it stands today; long jobs are looked at in slices. */
export async function jobDetail(cache: CacheDb, { id, shopId, locale, state, offset, limit }: Heard<C, 'catalog.job'>, fetchJobs: FetchJobs): Promise<Result<Answer<C, 'catalog.job'>, AppError>> {
  const told = await fetchJobs.edits(id, shopId);
  if (!told.ok) return told;
  const touched = touchedBy(told.value);
  const counts: Record<JobCellState, number> = { restorable: 0, changed: 0, back: 0, stays: 0, deleted: 0, created: 0, gone: 0 };
  const lines: JobLine[] = [];
  let found = 0;
  let since = performance.now();
  for (const one of touched) {
    for (const line of linesOf(cache, one, locale)) {
      counts[line.state]++;
      if (state !== null && line.state !== state) continue;
      if (found >= offset && lines.length < limit) lines.push(line);
      found++;
    }
    if (performance.now() - since < SLICE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
  return ok({ records: touched.length, counts, lines });
}

/**
 * Brings back every cell a job changed that nobody changed since, and those asked for by name although somebody did. Deleted products come again
 * as new drafts. Product by product: what a rule refuses is left and named, the others go back. All of it is one job itself.
 */
export async function restoreJob(cache: CacheDb, { id, shopId, also }: Heard<C, 'catalog.restoreJob'>, context: EditContext, fetchJobs: FetchJobs, { progress, cancelled }: Work = unwatched): Promise<Result<Answer<C, 'catalog.restoreJob'> & { written: WayBack[] }, AppError>> {
  const told = await fetchJobs.edits(id, shopId);
  if (!told.ok) return told;
  const touched = touchedBy(told.value);
  const asked = new Set(also.map(({ record, path }) => `${record} ${path}`));
  const group = context.newId();
  const done = await cache.inSlices(function* (db) {
    const all = { mids: [] as string[], restored: 0, left: [] as LeftField[], written: [] as WayBack[] };
    let since = performance.now();
    for (const [at, one] of touched.entries()) {
      const { mids, restored, left, written } = one.deleted === null ? broughtBack(db, one, asked, group, context) : madeAgain(db, one.deleted, context);
      all.mids.push(...mids);
      all.left.push(...left);
      all.written.push(...written);
      all.restored += restored;
      if (performance.now() - since < SLICE_MS) continue;
      progress(at + 1);
      yield;
      since = performance.now();
    }
    return all;
  }, () => !cancelled());
  return ok({ mids: done.mids, group: done.mids.length > 0 ? group : null, restored: done.restored, left: done.left.slice(0, MOST_LEFT), leftCount: done.left.length, written: done.written });
}

type Done = { readonly mids: readonly string[]; readonly restored: number; readonly left: readonly LeftField[]; /** How it is taken back again. */ readonly written: readonly WayBack[] };

function broughtBack(db: WritableDb, { id, cells }: Touched, asked: ReadonlySet<string>, group: string, context: EditContext): Done {
  const doc: Json | null = recordOf(db, 'product', id)?.doc ?? null;
  if (doc === null) return { mids: [], restored: 0, left: [], written: [] };
  const left: LeftField[] = [];
  const back = cells.filter((cell) => {
    const state = cellState(kindOf, doc, cell);
    if (state === 'restorable' || (state === 'changed' && asked.has(`${id} ${cell.path}`))) return true;
    if (state !== 'back') left.push({ record: id, path: cell.path, why: state === 'changed' ? 'changed' : cell.path.includes('/stock/') ? 'stock' : 'fixed', error: null });
    return false;
  });
  if (back.length === 0) return { mids: [], restored: 0, left, written: [] };
  const { mid, ops, refused } = writeWhatMay(db, id, back.map((cell) => cellBack(kindOf, doc, cell)), 'restore-job', group, context);
  return { mids: mid === null ? [] : [mid], restored: mid === null ? 0 : back.length - refused.length, left: [...left, ...refused], written: mid === null ? [] : [turning({ id, ops })] };
}

/** Ids are never used twice: a product that was deleted comes again under new ones. */
function madeAgain(db: WritableDb, product: Product, context: EditContext): Done {
  try {
    const made = renewed(product, context);
    return { mids: [writeCreate(db, made, context)], restored: 1, left: [], written: [{ what: 'create', product: made }] };
  } catch (cause) {
    if (!(cause instanceof AppFailure) || cause.error.code === 'disk-full' || cause.error.code === 'cache-broken') throw cause;
    // Its code is in use again, perhaps by the one that came back before.
    return { mids: [], restored: 0, left: [{ record: product.id, path: WHOLE_RECORD, why: 'refused', error: cause.error }], written: [] };
  }
}
