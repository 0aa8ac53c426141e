import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aFolder } from '../unit/electron/sync/support/cache.ts';
import { aProcess } from '../unit/electron/sync/support/process.ts';
import { aServer, PASSWORD, SALMA } from '../unit/electron/sync/support/world.ts';
import { seeded } from './crash-images.ts';

const KILLS = Number(process.env['COMPTOIR_KILLS'] ?? 1);
const SEED = Number(process.env['COMPTOIR_SEED'] ?? 11);
const [PRODUCTS, NEW] = [400, 40];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const stages = ['stage', 'preview', 'apply', 'undo'] as const;
type Stage = (typeof stages)[number];

/** What a catalogue holds to the last byte, and how many edits of each group wait: read while nobody has the file open. */
function lookInto(dataDir: string): { products: string; waiting: ReadonlyMap<string, number> } {
  const folder = join(dataDir, 'cache');
  const cache = new Sqlite(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!));
  try {
    const hash = createHash('sha256');
    for (const row of cache.prepare('SELECT * FROM product ORDER BY id').raw().iterate() as IterableIterator<unknown[]>) hash.update(JSON.stringify(row.slice(1)));
    for (const row of cache.prepare('SELECT * FROM variant ORDER BY product_id, variant_id').raw().iterate()) hash.update(JSON.stringify(row));
    for (const row of cache.prepare('SELECT * FROM shadow ORDER BY entity, id').raw().iterate()) hash.update(JSON.stringify(row));
    const waiting = cache.prepare('SELECT group_id, count(*) AS count FROM outbox GROUP BY 1').all() as { group_id: string; count: number }[];
    return { products: hash.digest('hex'), waiting: new Map(waiting.map(({ group_id, count }) => [group_id, count])) };
  } finally {
    cache.close();
  }
}

/** Prices of all there are and some that are new; each time other prices, so that there is always something to do. */
const fileOf = (turn: number): string =>
  `sku,title:fr,price\n${Array.from({ length: PRODUCTS + NEW }, (_, n) => (n < PRODUCTS ? `SKU-${n + 1},Article ${n + 1},${20 + turn}.50` : `NEUF-${n},Neuf ${n},${5 + turn}.00`)).join('\n')}\n`;

/** A file handed over as a window does it. @returns its draft */
async function handedOver(ask: <T>(channel: string, input: unknown) => Promise<T>, text: string): Promise<string> {
  const content = Buffer.from(text);
  const { intake } = await ask<{ intake: string }>('intake.begin', { use: { what: 'table' }, name: 'prix.csv', bytes: content.length, mime: 'text/csv' });
  await ask('intake.append', { intake, offset: 0, data: content.toString('base64') });
  await ask('intake.finish', { intake });
  return (await ask<{ id: string }>('bulk.openFile', { intake, shopId: shopIdOf(1) })).id;
}

/**
 * An import is killed while its file is read, while it is compared, while it is applied and while it is taken back. Whatever the moment: the catalogue is
 * what it was or what it was to become, all of it; what was cut off can be done; taken back, every byte is as before.
 */
test(`BLK-12 killed ${KILLS} times in each of its stages (seed ${SEED}), an import of ${PRODUCTS + NEW} rows leaves the catalogue as it was or as it was to be`, async () => {
  const random = seeded(SEED);
  const server = await aServer({ products: PRODUCTS });
  const start = { dataDir: aFolder(), serverUrl: server.url };
  const setUp = aProcess(start);
  await setUp.ready;
  expect(await setUp.ask('auth.signIn', { email: SALMA, password: PASSWORD })).toMatchObject({ ok: true });
  await setUp.until(({ connection }) => connection.name === 'online');
  // Without a server nothing leaves the outbox: what is there can be counted.
  await server.stop();
  await setUp.close();
  const before = lookInto(start.dataDir);

  const struck: Record<Stage, number> = { stage: 0, preview: 0, apply: 0, undo: 0 };
  /** So long a stage took when it was not struck, milliseconds: strikes fall into it, wherever the machine stands. */
  const took: Record<Stage, number> = { stage: 400, preview: 400, apply: 400, undo: 400 };
  for (let turn = 0; stages.some((stage) => struck[stage] < KILLS); turn++) {
    const aim = stages.find((stage) => struck[stage] < KILLS)!;
    let console = aProcess(start);
    const must = async <T = PlanHead>(channel: string, input: unknown): Promise<T> => {
      const answered = await console.ask(channel, input);
      expect(answered, `${channel} in turn ${turn}`).toMatchObject({ ok: true });
      return (answered as { value: T }).value;
    };
    const settled = async (plan: string): Promise<PlanHead> => {
      for (;;) {
        const head = await must('bulk.look', { plan });
        if (head.state !== 'computing' && head.state !== 'applying') return head;
        await pause(2);
      }
    };
    /** Does a stage; where it is the one aimed at, the process is killed in its middle. @returns whether it was */
    const strikes = async (stage: Stage, work: Promise<unknown>): Promise<boolean> => {
      if (stage !== aim) return (await work, false);
      const since = performance.now();
      const isOver = await Promise.race([work.then(() => true), pause(random() * took[stage]).then(() => false)]);
      if (isOver) {
        took[stage] = performance.now() - since;
        return false;
      }
      await console.kill();
      struck[stage]++;
      console = aProcess(start);
      await console.ready;
      return true;
    };
    await console.ready;
    const draft = await handedOver(must, fileOf(turn));
    const begin = () => console.ask('bulk.import', { draft });

    let reading = begin();
    if (await strikes('stage', reading)) reading = begin();
    const answered = await reading;
    expect(answered, `import in turn ${turn}`).toMatchObject({ ok: true });
    const { id: plan } = (answered as { value: PlanHead }).value;
    await strikes('preview', settled(plan));
    expect(await settled(plan)).toMatchObject({ state: 'ready', total: PRODUCTS + NEW, done: PRODUCTS + NEW, counts: { updated: PRODUCTS, created: NEW, unchanged: 0, failed: 0 } });

    let applied = must('bulk.apply', { plan });
    // A process that is killed answers nobody.
    if (await strikes('apply', applied)) {
      const head = await must('bulk.look', { plan });
      expect(['ready', 'applied']).toContain(head.state);
      applied = head.state === 'applied' ? Promise.resolve(head) : must('bulk.apply', { plan });
    }
    const { result } = await applied;
    expect(result).toMatchObject({ products: PRODUCTS + NEW, refused: 0, left: 0, groups: [expect.any(String)] });
    const [group] = result!.groups as [string];
    await console.close();
    const after = lookInto(start.dataDir);
    expect([...after.waiting]).toEqual([[group, PRODUCTS + NEW]]);

    console = aProcess(start);
    await console.ready;
    const back = () => console.ask('catalog.undo', { what: 'group', group });
    if (await strikes('undo', back())) {
      await console.close();
      const found = lookInto(start.dataDir);
      expect([before, after]).toContainEqual(found);
      console = aProcess(start);
      await console.ready;
      if (found.waiting.size > 0) expect(await back()).toMatchObject({ ok: true, value: { undone: PRODUCTS + NEW, kept: 0, left: [] } });
    }
    await console.close();
    expect(lookInto(start.dataDir)).toEqual(before);
  }
}, 1_800_000);
