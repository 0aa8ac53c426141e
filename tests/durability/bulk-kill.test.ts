import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanHead } from '#shared/bulk/plan-model.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import { id } from '#tests/builders/catalog.ts';
import { aFolder } from '../unit/electron/sync/support/cache.ts';
import { aProcess } from '../unit/electron/sync/support/process.ts';
import { aServer, PASSWORD, SALMA } from '../unit/electron/sync/support/world.ts';
import { seeded } from './crash-images.ts';

const KILLS = Number(process.env['COMPTOIR_KILLS'] ?? 6);
const SEED = Number(process.env['COMPTOIR_SEED'] ?? 7);
const PRODUCTS = 1_500;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How many edits of each group lie in the outbox, and how many of all: read from the file, while nobody has it open. */
function inOutbox(dataDir: string): Map<string, number> {
  const folder = join(dataDir, 'cache');
  const cache = new Sqlite(join(folder, readdirSync(folder).find((name) => name.endsWith('.db'))!));
  try {
    return new Map((cache.prepare('SELECT group_id, count(*) AS count FROM outbox GROUP BY 1').all() as { group_id: string; count: number }[]).map(({ group_id, count }) => [group_id, count]));
  } finally {
    cache.close();
  }
}

/**
 * A change of many products is killed at any moment while it is applied. Whatever the moment: afterwards all of it is in the outbox or nothing, the
 * preview says the same, and what was not applied can be applied. Goes on until enough kills have struck in the middle.
 */
test(`BLK-12 killed ${KILLS} times while it is applied (seed ${SEED}), a change of ${PRODUCTS} products is there whole or not at all`, async () => {
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

  const ids = Array.from({ length: PRODUCTS }, (_, n) => id(n + 1) as ProductId);
  const groups = new Map<string, number>();
  let [struck, tries, plan] = [0, 0, null as string | null];
  while (struck < KILLS) {
    const console = aProcess(start);
    await console.ready;
    const must = async (channel: string, input: unknown): Promise<PlanHead> => {
      const answered = await console.ask(channel, input);
      expect(answered, `${channel} ${JSON.stringify(answered)}`).toMatchObject({ ok: true });
      return (answered as { value: PlanHead }).value;
    };
    let head: PlanHead | null = plan === null ? null : await must('bulk.look', { plan });
    const found = inOutbox(start.dataDir);
    if (head !== null) {
      const fresh = [...found].filter(([group]) => !groups.has(group));
      if (head.state === 'applied') {
        expect(fresh).toEqual([[head.result!.groups[0], PRODUCTS]]);
        groups.set(fresh[0]![0], PRODUCTS);
        head = null;
      } else {
        expect(head.state).toBe('ready');
        expect(fresh).toEqual([]);
        struck++;
      }
    }
    for (const [group, count] of groups) expect(found.get(group)).toBe(count);
    if (head === null) {
      plan = (await must('bulk.begin', { ids, selection: { how: 'all', text: '', parts: 0 } })).id;
      await must('bulk.compute', { plan, steps: [{ kind: 'percent', field: 'price', currency: null, by: 500 }], limits: { fall: 3_000 } });
      while ((head = await must('bulk.look', { plan })).state === 'computing') await pause(5);
      expect(head).toMatchObject({ state: 'ready', counts: { updated: PRODUCTS } });
    }
    const applying = console.ask('bulk.apply', { plan });
    await Promise.race([pause(random() * (1_500 / (1 + (tries++ % 3)))), applying]);
    await console.kill();
  }
  const last = aProcess(start);
  await last.ready;
  const answered = await last.ask('bulk.apply', { plan });
  expect(answered).toMatchObject({ ok: true, value: { state: 'applied', result: { products: PRODUCTS, left: 0, refused: 0 } } });
  await last.close();
  expect([...inOutbox(start.dataDir).values()].every((count) => count === PRODUCTS)).toBe(true);
}, 900_000);
