import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { takenBefore } from '#server/sync/taken-before.ts';
import { inSnapshot } from '#server/db/transaction.ts';
import type { Mutation } from '#shared/sync/model.ts';
import { getAt } from '#shared/sync/merge.ts';
import { aProduct, productIdOf } from '#tests/builders/catalog.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aMarketplace, karim, move, must, salma, stockPath, stored, TestConsole, type Marketplace } from './a-marketplace.ts';

/** The same edits under another name and other numbers, as a console sends what it took over from a file. */
const takenOver = (edits: readonly Mutation[]): Mutation[] => edits.map((edit, at) => ({ ...edit, cseq: at + 1 }));

describeOnEachDatabase('edits that are on two disks', (open) => {
  let db: ServerDb;
  let market: Marketplace;
  let one: TestConsole;
  let other: TestConsole;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    market = await aMarketplace(db);
    [one, other] = [new TestConsole(market, salma), new TestConsole(market, salma)];
  });
  const onHand = async (n = 1) => getAt((await stored(market, n))!.doc, stockPath(n));
  const movements = (count: number) => Array.from({ length: count }, () => one.edit(productIdOf(1), 1, move(stockPath(1), 1)));

  test('SYN-12 the machine they were made on comes back after another one has sent them', async () => {
    const edits = [...movements(3), one.create(aProduct({ n: 50, status: 'draft' })), one.edit(productIdOf(50), 0, move(stockPath(50), 5))];
    must(await other.tryPush(takenOver(edits), { again: true }));
    const answers = await one.push(...edits);
    expect(answers.map(({ kind, ...rest }) => [kind, 'version' in rest && rest.version])).toEqual(edits.map(() => ['applied', 0]));
    expect([await onHand(), await onHand(50)]).toEqual([13, 15]);
  });

  test('another machine sends them after the one they were made on', async () => {
    const edits = movements(3);
    await one.push(...edits);
    must(await other.tryPush(takenOver(edits), { again: true }));
    expect(await onHand()).toBe(13);
    const known = await inSnapshot(db, (trx) => takenBefore(trx, salma, edits));
    // In whatever order the database finds them.
    expect([...known.keys()].sort()).toEqual(edits.map(({ mid }) => mid).sort());
    expect([...(await inSnapshot(db, (trx) => takenBefore(trx, karim, edits))).keys()]).toEqual([]);
  });

  test('what came to nothing is brought by one disk after another, and answered alike', async () => {
    // A colleague deleted it before: nothing changes, and no audit tells of it.
    const gone = one.delete(productIdOf(1));
    const colleague = new TestConsole(market, karim);
    await colleague.push(colleague.delete(productIdOf(1)));
    for (const disk of [other, new TestConsole(market, salma), new TestConsole(market, salma)]) {
      expect(must(await disk.tryPush(takenOver([gone]), { again: true })).outcomes).toMatchObject([{ kind: 'applied' }]);
    }
    expect(await one.push(gone)).toMatchObject([{ kind: 'applied' }]);
  });

  test('what was refused from one disk is decided anew from the other; what a colleague carries is their own', async () => {
    const tooMuch = one.edit(productIdOf(1), 1, move(stockPath(1), -20));
    const [refused] = must(await other.tryPush(takenOver([tooMuch]), { again: true })).outcomes;
    expect(refused).toMatchObject({ kind: 'rejected' });
    const stranger = new TestConsole(market, karim);
    must(await stranger.tryPush([stranger.edit(productIdOf(1), 1, move(stockPath(1), 30))]));
    expect((await one.push(tooMuch))[0]).toMatchObject({ kind: 'merged' });
    expect(await onHand()).toBe(20);
  });

  test('both at the same moment, in parts that overlap, asked again at will: each movement counts once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.array(fc.record({ from: fc.nat(11), count: fc.integer({ min: 1, max: 12 }), carried: fc.boolean() }), { minLength: 1, maxLength: 8 }), async (count, sendings) => {
        market = await aMarketplace(db);
        [one, other] = [new TestConsole(market, salma), new TestConsole(market, salma)];
        const edits = movements(count);
        const over = takenOver(edits);
        const sent = new Set<string>();
        const answers = await Promise.all(sendings.map(({ from, count: some, carried }) => {
          const part = (carried ? over : edits).slice(from, from + some);
          for (const { mid } of part) sent.add(mid);
          return part.length === 0 ? null : (carried ? other : one).tryPush(part, { again: carried });
        }));
        for (const answered of answers) if (answered !== null) for (const outcome of must(answered).outcomes) expect(['applied', 'merged']).toContain(outcome.kind);
        expect(await onHand()).toBe(10 + sent.size);
      }),
      { numRuns: 25 },
    );
  });
});
