import { expect, test } from 'vitest';
import type { HttpClient } from '#electron/http/client.ts';
import { systemScheduler } from '#electron/runtime/scheduler.ts';
import { pullScope } from '#electron/sync/pull.ts';
import { putScope, scopeOf } from '#electron/sync/store.ts';
import { err, ok } from '#shared/kernel/result.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { aProduct, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache, rowOf } from './support/cache.ts';

const scope = `vendor:${shopIdOf(1)}` as ScopeName;
const PAGES = 3;

/** A cache at position 0, and a server with one product on each of three pages; `asked` tells of each request how many products were here when it left. */
function aPull() {
  const cache = aCache();
  const here = () => cache.sqlite.prepare('SELECT count(*) FROM product').pluck().get() as number;
  const move = (cursor: string) => cache.now((db) => putScope(db, { scope, cursor, head: cursor, caughtUpAt: null }));
  move('0');
  const asked: { cursor: string; here: number }[] = [];
  const arrives: ((cursor: string) => void)[] = [];
  let broken = false;
  const http = (async (_name: 'pull', { query: { cursor } }: { query: { cursor: string } }) => {
    const request = { cursor, here: -1 };
    asked.push(request);
    // A turn after the request was made, which is when it leaves.
    await new Promise<void>((resolve) => void setTimeout(resolve, 0));
    request.here = here();
    arrives.forEach((arrive) => arrive(cursor));
    if (broken) return err({ code: 'timeout' as const });
    const next = Number(cursor) + 1;
    return ok({ rows: [rowOf(aProduct({ n: next }), 1)], cursor: String(next), head: String(PAGES), more: next < PAGES, grantsEpoch: 0, lastCseq: 0, digest: null });
  }) as unknown as HttpClient;
  const pull = (pages?: number) => pullScope({ http, scheduler: systemScheduler, onPage: () => undefined, onGrants: () => undefined }, () => cache, scope, pages === undefined ? {} : { pages });
  return { cache, here, move, asked, pull, arrives, cut: () => (broken = true) };
}

test('SYN-02 the server reads the next page while the last one is put in place, and each page comes once', async () => {
  const { asked, here, pull, cache } = aPull();
  expect(await pull()).toMatchObject({ ok: true, value: { caughtUp: true } });
  expect(asked).toEqual([{ cursor: '0', here: 0 }, { cursor: '1', here: 0 }, { cursor: '2', here: 1 }]);
  expect(here()).toBe(PAGES);
  expect(scopeOf(cache, scope)).toMatchObject({ cursor: '3', head: '3' });
});

test('no page is asked for beyond a first look', async () => {
  const { asked, here, pull } = aPull();
  expect(await pull(2)).toMatchObject({ ok: true, value: { caughtUp: false } });
  expect(asked.map(({ cursor }) => cursor)).toEqual(['0', '1']);
  expect(here()).toBe(2);
});

test('a page on its way is not taken when something else has moved the scope: it is asked for anew from where the scope stands', async () => {
  const { cache, asked, move, pull, arrives } = aPull();
  // News of the same change was quicker.
  arrives.push((cursor) => void (cursor === '1' && scopeOf(cache, scope)?.cursor === '0' && move('2')));
  expect(await pull()).toMatchObject({ ok: true, value: { caughtUp: true } });
  expect(asked.map(({ cursor }) => cursor)).toEqual(['0', '1', '2']);
  expect(scopeOf(cache, scope)?.cursor).toBe('3');
});

test('a line that breaks behind a page keeps that page', async () => {
  const { cache, here, pull, arrives, cut } = aPull();
  arrives.push((cursor) => void (cursor === '1' && cut()));
  expect(await pull()).toMatchObject({ ok: false, error: { code: 'timeout' } });
  expect(here()).toBe(1);
  expect(scopeOf(cache, scope)).toMatchObject({ cursor: '1', caughtUpAt: null });
});
