import { describe, expect, test } from 'vitest';
import type { HttpClient } from '#electron/http/client.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { pushAll } from '#electron/sync/push.ts';
import { countEdits, editOf } from '#electron/sync/store.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { Mutation, Outcome } from '#shared/sync/model.ts';
import { aProduct } from '#tests/builders/catalog.ts';
import { aCache, patch, priceOf, setPrice } from './support/cache.ts';

const EDITS = 5;

/** A console with five edits of five products, and a server that applies what it gets unless `refuse` has an error for that batch. */
function aConsole(refuse: (batch: readonly Mutation[], asked: number) => AppError | null = () => null, decide: (mutation: Mutation) => Outcome = ({ mid }) => ({ kind: 'applied', mid, version: 2 })) {
  const db = aCache(Array.from({ length: EDITS }, (_, n) => ({ doc: aProduct({ n: n + 1 }), version: 1 })));
  const mids = Array.from({ length: EDITS }, (_, n) => patch(db, n + 1, [setPrice(n + 1, 1_000, 1_100)]).mid);
  const batches: number[][] = [];
  let inFlight = 0;
  let most = 0;
  const http = (async (_name: 'push', { body }: { body: { mutations: Mutation[] } }) => {
    most = Math.max(most, ++inFlight);
    const cseqs = body.mutations.map(({ cseq }) => cseq);
    batches.push(cseqs);
    const error = refuse(body.mutations, batches.length);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inFlight--;
    return error ? err(error) : ok({ outcomes: body.mutations.map(decide), steps: [] });
  }) as unknown as HttpClient;
  const push = (mayFollow: () => boolean = () => true) => pushAll({ mayFollow, db: () => db, http, scheduler: systemScheduler, random: (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>), onProgress: () => undefined, batchEdits: 2 });
  return { db, mids, batches, push, mostInFlight: () => most };
}

describe('SYN-03 sending', () => {
  test('every edit once, in order, one request at a time', async () => {
    const { db, batches, push, mostInFlight } = aConsole();
    expect(await push()).toMatchObject({ ok: true });
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
    expect(mostInFlight()).toBe(1);
    expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
    expect(Array.from({ length: EDITS }, (_, n) => priceOf(db, n + 1))).toEqual(Array(EDITS).fill(1_100));
  });

  // A request only leaves when this thread gives `fetch` a turn: until it did, the server waited for our disk.
  test('the next edits leave before the answers to the last ones are put in place', async () => {
    const waiting: number[] = [];
    const console = aConsole(() => {
      // A turn after the request was made, which is when it leaves.
      setTimeout(() => waiting.push(countEdits(console.db).unsent), 0);
      return null;
    });
    await console.push();
    expect(waiting).toEqual([5, 5, 3]);
  });

  test('an edit made while the last ones are on their way is sent as well', async () => {
    const made: string[] = [];
    const console = aConsole((batch) => {
      if (batch.some(({ cseq }) => cseq === 5)) made.push(patch(console.db, 1, [setPrice(1, 1_100, 1_200)]).mid);
      return null;
    });
    await console.push();
    expect(made).toHaveLength(1);
    expect(console.batches.at(-1)).toEqual([6]);
    expect(countEdits(console.db).unsent).toBe(0);
  });

  test('the line breaks: what was made ready behind the lost request was never sent, and can be undone', async () => {
    const { db, mids, push } = aConsole((_, asked) => (asked === 2 ? { code: 'timeout' } : null));
    expect(await push()).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(mids.map((mid) => editOf(db, mid)?.state)).toEqual([undefined, undefined, 'sending', 'sending', 'queued']);
  });

  // Found by the simulator: a machine slept between a request and its answer, and sent on without looking.
  test('what may not follow at once stays in the outbox, and can be undone', async () => {
    const { db, mids, batches, push } = aConsole();
    expect(await push(() => batches.length < 2)).toMatchObject({ ok: true });
    expect(batches).toEqual([[1, 2], [3, 4]]);
    expect(mids.map((mid) => editOf(db, mid)?.state)).toEqual([undefined, undefined, undefined, undefined, 'queued']);
    await push();
    expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
  });

  test('edits a server is too old for wait, without going round in circles, and go when it was renewed', async () => {
    const server = { tooOld: true };
    const { db, batches, push } = aConsole(() => null, ({ mid }) => (server.tooOld ? { kind: 'deferred', mid, schema: 0 } : { kind: 'applied', mid, version: 2 }));
    expect(await push()).toMatchObject({ ok: true });
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
    expect(countEdits(db)).toEqual({ unsent: EDITS, rejected: 0 });
    server.tooOld = false;
    await push();
    expect(batches.slice(3)).toEqual([[1, 2], [3, 4], [5]]);
    expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
  });

  // Found by the simulator: sent, taken in, the answer lost, the console renewed before the server, and then taken back.
  test('an edit that may have arrived is not given back by being put off: it still counts as on its way, and goes when the server was renewed', async () => {
    const server = { tooOld: true };
    const { db, mids, push } = aConsole((_, asked) => (asked === 1 ? { code: 'timeout' } : null), ({ mid }) => (server.tooOld ? { kind: 'deferred', mid, schema: 0 } : { kind: 'applied', mid, version: 2 }));
    await push();
    await push();
    expect(mids.map((mid) => editOf(db, mid)?.state)).toEqual(['sending', 'sending', 'queued', 'queued', 'queued']);
    server.tooOld = false;
    await push();
    expect(countEdits(db)).toEqual({ unsent: 0, rejected: 0 });
  });

  test('one edit the server cannot read is found and refused here, the others pass, in order', async () => {
    const { db, mids, batches, push } = aConsole((batch) => (batch.some(({ cseq }) => cseq === 2) ? { code: 'invalid-input' } : null));
    expect(await push()).toMatchObject({ ok: true });
    expect(batches).toEqual([[1, 2], [1], [2, 3], [2], [3, 4], [5]]);
    expect(mids.map((mid) => editOf(db, mid)?.state)).toEqual([undefined, 'rejected', undefined, undefined, undefined]);
    expect([priceOf(db, 1), priceOf(db, 2)]).toEqual([1_100, 1_000]);
  });
});
