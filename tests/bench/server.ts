import { hash, verify } from '@node-rs/argon2';
import { PASSWORD_COST } from '#server/auth/passwords.ts';
import { generateMarketplace } from '#server/demo/generate.ts';
import { CACHE_SCHEMA } from '#shared/catalog/cache-tables.ts';
import { assert } from '#shared/kernel/assert.ts';
import { against, plain, type AreaReport, type Measured } from './report.ts';
import type { BenchOptions } from './run.ts';
import { SALMA, KARIM, signedIn, startBenchServer, timed } from './world.ts';

/** The companion server: making the demo, signing in, answering pulls. */
export async function benchServer({ rounds, products }: BenchOptions): Promise<AreaReport> {
  const rows: Measured[] = [];
  const missing: { name: string; reason: string }[] = [];
  const made = await timed(() => {
    let count = 0;
    for (const _ of generateMarketplace({ vendorProducts: products }).products()) count++;
    return count;
  });
  rows.push(plain('making up the products of the demo', made.value / (made.ms / 1_000), 'products/s'), plain('the same, all of them', made.ms, 'ms', { of: 'value', most: 3_000 }));
  const server = await startBenchServer(products);
  try {
    if (server.madeInMs === null) missing.push({ name: 'server start with an empty database', reason: 'a marketplace made by the same code was at hand; remove comptoir-bench-demo-* in the temporary folder' });
    else rows.push(plain('server start with an empty database, marketplace included', server.madeInMs, 'ms'));

    // As many at once as the server takes; each checks an argon2id hash, which is what signing in costs on purpose.
    const stored = await hash('a password of nobody', PASSWORD_COST);
    const signIns: number[] = [];
    const checks: number[] = [];
    const people = [SALMA, KARIM, 'yann@maison-legoff.example', 'admin@comptoir.example'];
    for (let round = 0; round < rounds; round++) {
      const raw = await timed(() => Promise.all(people.map(() => verify(stored, 'a password of nobody'))));
      checks.push(raw.ms / people.length);
      const ours = await timed(() => Promise.all(people.map((email) => signedIn(server, email))));
      signIns.push(ours.ms / people.length);
    }
    rows.push(against('sign-in, four at once, per sign-in', 'ms', signIns, checks, { of: 'ratio', most: 1.6 }, 'against the argon2id check alone, which is meant to be slow'));
    rows.push(plain('sign-ins per second', 1_000 / (signIns.reduce((sum, ms) => sum + ms, 0) / signIns.length), '/s'));

    const { http, scope } = await signedIn(server, SALMA);
    const pages: number[] = [];
    let cursor = '';
    for (let page = 0; page < 20; page++) {
      const { ms, value } = await timed(() => http('pull', { query: { scope, cursor, limit: 500, client: '00000000-0000-7000-8000-000000000001', schema: CACHE_SCHEMA } }));
      assert(value.ok, () => `the pull was refused: ${JSON.stringify(value)}`);
      pages.push(ms);
      cursor = value.value.cursor;
    }
    rows.push(plain('pull page of 500 whole products, p50', pages.toSorted((a, b) => a - b)[10]!, 'ms'));
    const scopes: number[] = [];
    for (let i = 0; i < 200; i++) scopes.push((await timed(() => http('scopes', { query: {} }))).ms);
    rows.push(plain('small question over HTTP, p50', scopes.toSorted((a, b) => a - b)[100]!, 'ms'));
    return { area: 'server', rows, missing };
  } finally {
    await server.stop();
  }
}
