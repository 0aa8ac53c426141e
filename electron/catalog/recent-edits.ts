import { sql } from 'kysely';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { CacheDb } from '../db/cache-db.ts';
import type { WritableDb } from '../db/connection.ts';
import { failureOf } from '../db/failure.ts';
import type { OutboxTable } from '../db/schema.ts';
import { toTheEnd } from '../db/slices.ts';
import { builder, reading } from '../db/statement.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { Written } from './edits.ts';
import { addPart, beginStep, dropStep, endStep, outdatedSteps, stepOf, type StepPart } from './undo-steps.ts';
import { partFrom, turnedAll, type WayBack } from './way-back.ts';
import { nextTurn } from '../runtime/next-turn.ts';

/** It is written down a moment after the edit, together with what else was done meanwhile: the edit itself does not wait for it. */
const REST_MS = 250;
const PARTS_AT_ONCE = 200;
/** Whole products an older version deleted and did not note are found again up to so many. */
const MOST_DELETED = 500;

type Pending = { readonly key: string; readonly at: number; readonly intent: string; readonly ways: readonly WayBack[] };

type Unnoted = { key: string; at: number; intent: string; count: number };
const unnoted = reading()(() => sql<Unnoted>`SELECT coalesce(group_id, mid) AS key, min(made_at) AS at, min(intent) AS intent, count(*) AS count FROM outbox AS o
  WHERE state <> 'rejected' AND intent <> 'undo' AND entity NOT IN ('order', 'conversation', 'message') AND NOT EXISTS (SELECT 1 FROM undo_step AS s WHERE s.key = coalesce(o.group_id, o.mid) AND s.whole = 1) GROUP BY 1 ORDER BY min(cseq)`.compile(builder));
type Waiting = Pick<OutboxTable, 'cseq' | 'entity' | 'entity_id' | 'action' | 'ops' | 'doc'> & { was: string | null };
const waitingOf = reading<{ key: string; after: number; limit: number }>()((_, p) =>
  sql<Waiting>`SELECT o.cseq, o.entity, o.entity_id, o.action, o.ops, o.doc, s.doc AS was FROM outbox AS o LEFT JOIN shadow AS s ON s.entity = o.entity AND s.id = o.entity_id
    WHERE (o.group_id = ${p('key')} OR o.mid = ${p('key')}) AND o.state <> 'rejected' AND o.cseq > ${p('after')} ORDER BY o.cseq LIMIT ${p('limit')}`.compile(builder));

/** How an edit that waits is taken back, from what the outbox says of it. */
function partOfWaiting({ entity, entity_id, action, ops, doc, was }: Waiting): StepPart | null {
  switch (action) {
    case 'patch': return { entity, entity_id, shop_id: null, what: 'edit', back: JSON.stringify(turnedAll(JSON.parse(ops) as FieldOp[])) };
    case 'create': return partFrom({ what: 'create', product: JSON.parse(doc!) as Json as unknown as Product });
    case 'delete': return was === null ? null : partFrom({ what: 'delete', product: JSON.parse(was) as Json as unknown as Product });
  }
}

/**
 * Remembers on disk how the latest edits of this console are taken back once the outbox no longer has them, also after a restart. What was done
 * right before a crash is found again in the outbox, while it is there.
 */
export class RecentEdits {
  readonly #cache: () => CacheDb | null;
  readonly #scheduler: Scheduler;
  readonly #onFailure: (error: AppError) => void;
  #pending: Pending[] = [];
  /** Something was noted with the change itself: what is too old now may go. */
  #noted = false;
  #resting: (() => void) | null = null;
  #writing: Promise<void> = Promise.resolve();
  /** The cache whose outbox was looked through for what a crash left out. */
  #looked: CacheDb | null = null;

  constructor(cache: () => CacheDb | null, scheduler: Scheduler, onFailure: (error: AppError) => void) {
    this.#cache = cache;
    this.#scheduler = scheduler;
    this.#onFailure = onFailure;
  }

  /** @param ways none: they were noted with the change itself (`noting`) */
  remember({ mids, group }: Written, intent: string, ways: readonly WayBack[]): void {
    const key = group ?? mids[0];
    if (key === undefined) return;
    if (ways.length > 0) this.#pending.push({ key, at: this.#scheduler.now(), intent, ways });
    else this.#noted = true;
    this.soon();
  }

  /** Writes down in a moment; also called when a cache was opened, for what a crash left out. */
  soon(): void {
    this.#resting ??= this.#scheduler.after(REST_MS, () => void this.written());
  }

  /** Resolves when everything remembered so far is on disk. */
  written(): Promise<void> {
    this.#resting?.();
    this.#resting = null;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** What is remembered of another account is nobody's business: what was not written down yet is forgotten. */
  forget(): void {
    this.#resting?.();
    this.#resting = null;
    this.#pending = [];
  }

  /** The process ends: what is short is written down at once. */
  close(): void {
    const cache = this.#cache();
    const short = this.#pending.filter(({ ways }) => ways.length <= PARTS_AT_ONCE);
    this.forget();
    if (cache === null || !cache.isOpen || cache.busy || short.length === 0) return;
    cache.now((db) => {
      for (const pending of short) writeWhole(db, pending);
    });
  }

  async #write(): Promise<void> {
    const cache = this.#cache();
    if (cache === null || !cache.isOpen) return;
    const pending = this.#pending;
    this.#pending = [];
    try {
      const [short, long] = [pending.filter(({ ways }) => ways.length <= PARTS_AT_ONCE), pending.filter(({ ways }) => ways.length > PARTS_AT_ONCE)];
      if (short.length > 0) {
        await cache.inTurn((db) => {
          for (const one of short) writeWhole(db, one);
          dropSome(db, this.#scheduler.now());
        });
      }
      for (const one of long) await inPieces(cache, one, one.ways.length, (from, to) => one.ways.slice(from, to).map(partFrom));
      if (this.#looked !== cache) {
        this.#looked = cache;
        await this.#fromOutbox(cache);
      }
      if (pending.length > 0 || this.#noted) await this.#prune(cache);
      this.#noted = false;
    } catch (cause) {
      // The edits are safe; only their way back is not. A cache that was closed meanwhile has nothing to say.
      const known = cause instanceof AppFailure ? cause.error : failureOf(cause);
      if (known === null && cache.isOpen) throw cause;
      if (known !== null && known.code !== 'not-ready') this.#onFailure(known);
    }
  }

  async #fromOutbox(cache: CacheDb): Promise<void> {
    // What a crash left half written goes first, and is found again below.
    await this.#prune(cache);
    for (const step of cache.all(unnoted)) {
      if (step.intent === 'delete' && step.count > MOST_DELETED) continue;
      const parts: StepPart[] = [];
      for (let after = 0; ; await nextTurn()) {
        const page = cache.all(waitingOf, { key: step.key, after, limit: PARTS_AT_ONCE });
        if (page.length === 0) break;
        after = page.at(-1)!.cseq;
        parts.push(...page.map(partOfWaiting).filter((part) => part !== null));
      }
      if (parts.length > 0) await inPieces(cache, step, parts.length, (from, to) => parts.slice(from, to));
    }
  }

  async #prune(cache: CacheDb): Promise<void> {
    for (const { key } of outdatedSteps(cache, this.#scheduler.now())) await cache.inSlices((db) => dropStep(db, key));
  }
}

function writeWhole(db: WritableDb, { key, at, intent, ways }: Pending): void {
  if (stepOf(db, key) !== undefined) return;
  beginStep(db, { key, at, intent, count: ways.length, shop_id: null });
  for (const way of ways) addPart(db, key, partFrom(way));
  endStep(db, key);
}

/**
 * What has to go for what was just written goes in the same change: dropped one by one, each on a connection of its own, the next edit of somebody who
 * types fast waited for the disk behind them. More than a few hundred parts are left to slices.
 */
function dropSome(db: WritableDb, now: number): void {
  let parts = 0;
  for (const { key, count } of outdatedSteps(db, now)) {
    parts += count;
    if (parts > PARTS_AT_ONCE) return;
    toTheEnd(dropStep(db, key));
  }
}

/** A few hundred parts at a time, each a change of its own: edits made meanwhile do not wait for the whole. */
async function inPieces(cache: CacheDb, { key, at, intent }: { key: string; at: number; intent: string }, count: number, partsAt: (from: number, to: number) => readonly StepPart[]): Promise<void> {
  const begun = await cache.inTurn((db) => {
    if (stepOf(db, key)?.whole === 1) return false;
    beginStep(db, { key, at, intent, count, shop_id: null });
    return true;
  });
  if (!begun) return;
  for (let from = 0; from < count; from += PARTS_AT_ONCE) {
    await nextTurn();
    await cache.inTurn((db) => {
      for (const part of partsAt(from, from + PARTS_AT_ONCE)) addPart(db, key, part);
    });
  }
  await cache.inTurn((db) => endStep(db, key));
}
