import { expect, test } from 'vitest';
import { importAggregates } from '#server/catalog/seed.ts';
import { customerReads, customerSays } from '#server/messaging/customer.ts';
import { beatIn } from '#server/messaging/beats.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { Json } from '#shared/kernel/json.ts';
import { beatOf } from '#shared/messaging/beat.ts';
import type { Conversation, Message } from '#shared/messaging/model.ts';
import type { Actor, FieldOp, Mutation } from '#shared/sync/model.ts';
import { shopIdOf } from '#tests/builders/catalog.ts';
import { aConversation, aMessage, doneIdOf, stampOf, TALK_AT } from '#tests/builders/talks.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { ADMIN } from '#server/sync/scopes.ts';
import { aMarketplace, karim, must, salma, scopeOne, support, TestConsole, yann, type Marketplace } from '../sync/a-marketplace.ts';

const by = (actor: Actor) => ({ id: actor.userId as never, role: actor.role });
const send = (console: TestConsole, message: Message): Mutation => console.mutation({ entity: 'message', action: 'create', id: message.id as never, doc: message as unknown as Json, baseVersion: 0, intent: 'send-message' });
const said = (n: number, actor: Actor, fact: object): FieldOp[] => [{ op: 'set', path: `facts/${doneIdOf(n)}`, base: null, value: { at: TALK_AT + n, by: by(actor), ...fact } as never }];
const spoken = async (console: TestConsole, scope = scopeOne): Promise<Message[]> =>
  (await console.all(scope)).filter(({ entity }) => entity === 'message').map(({ doc }) => doc as unknown as Message).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));

describeOnEachDatabase('conversations on the server', (open) => {
  const talk = aConversation();
  const start = async (): Promise<Marketplace> => {
    const db = await open();
    const market = await aMarketplace(db, { products: 0 });
    await importAggregates(db, { shops: [], categories: [], products: [], talks: [{ conversation: talk, messages: [aMessage({ n: 1 })] }] });
    return market;
  };
  const row = (market: Marketplace) => market.db.kysely.selectFrom('conversation').selectAll().where('id', '=', talk.id).executeTakeFirstOrThrow();

  test('two people write at once: the order is the server\'s, and the second answer is stopped until its writer has read the first', async () => {
    const market = await start();
    const [one, other] = [new TestConsole(market, salma), new TestConsole(market, karim)];
    expect(await one.push(send(one, aMessage({ n: 2, by: by(salma) })))).toMatchObject([{ kind: 'merged', version: 1 }]);
    expect(await row(market)).toMatchObject({ state: 'pending', last_part: 'answer', waiting_since: null });
    const begun = aMessage({ n: 3, by: by(karim) });
    expect(await other.push(send(other, begun))).toMatchObject([{ kind: 'rejected', error: { rule: 'colleague-answered', details: { answers: [aMessage({ n: 2 }).id] } } }]);
    const anyway = aMessage({ n: 4, by: by(karim), over: [aMessage({ n: 2 }).id] });
    expect(await other.push(send(other, anyway))).toMatchObject([{ kind: 'merged' }]);
    const all = await spoken(one);
    expect(all.map(({ id }) => id)).toEqual([1, 2, 4].map((n) => aMessage({ n }).id));
    expect(all.at(-1)!.over).toHaveLength(1);
    // What a console says of the moment does not count.
    expect(new Set(all.map(({ at }) => at)).size).toBe(3);
    expect(all[1]!.at).toBeGreaterThan(TALK_AT);
  });

  test('a queue written offline is taken in once and in its order, also when the answer is lost', async () => {
    const market = await start();
    const one = new TestConsole(market, salma);
    const queue = [5, 6, 7].map((n) => send(one, aMessage({ n, by: by(salma) })));
    must(await one.tryPush(queue));
    expect(must(await one.tryPush(queue)).outcomes.map(({ kind }) => kind)).toEqual(['merged', 'merged', 'merged']);
    expect((await spoken(one)).map(({ id }) => id)).toEqual([1, 5, 6, 7].map((n) => aMessage({ n }).id));
  });

  test('the customer writes, reads, and opens what was resolved; columns are what the messages come to', async () => {
    const market = await start();
    const one = new TestConsole(market, salma);
    await one.push(one.mutation({ entity: 'conversation', id: talk.id as never, ops: said(1, salma, { kind: 'resolved', askedAt: TALK_AT }) }));
    expect((await row(market)).state).toBe('resolved');
    const answer = aMessage({ n: 2, by: by(salma) });
    await one.push(send(one, answer));
    must(await customerSays(market, talk.id, 'Et alors ?'));
    expect(await row(market)).toMatchObject({ state: 'open', last_part: 'ask' });
    const all = await spoken(one);
    await customerReads(market, talk.id, stampOf(all[1]!));
    await customerReads(market, talk.id, stampOf(all[0]!));
    const read = (await one.all(scopeOne)).find(({ entity }) => entity === 'conversation')!.doc as unknown as Conversation;
    expect(read.read).toEqual(stampOf(all[1]!));
    expect(await inTransaction(market.db, (trx) => beatIn(trx, talk.id))).toEqual(beatOf(all));
    expect(await customerSays(market, talk.id, ' ')).toMatchObject({ ok: false, error: { field: 'body' } });
  });

  test('a note of the marketplace is not for the shop, and that of a shop that asks is not for the marketplace', async () => {
    const market = await start();
    const [shop, desk] = [new TestConsole(market, salma), new TestConsole(market, support)];
    await desk.push(send(desk, aMessage({ n: 2, by: by(support), kind: 'note' })));
    const asked = { ...aConversation({ n: 2, channel: 'support' }) };
    expect(await shop.push(
      shop.mutation({ entity: 'conversation', action: 'create', id: asked.id as never, doc: asked as unknown as Json, baseVersion: 0 }),
      send(shop, aMessage({ n: 3, talk: 2, by: by(salma), channel: 'support' })),
      send(shop, aMessage({ n: 4, talk: 2, by: by(salma), channel: 'support', kind: 'note' })),
    )).toMatchObject([{ kind: 'merged' }, { kind: 'merged' }, { kind: 'merged' }]);
    expect((await spoken(shop)).map(({ id }) => id)).toEqual([1, 3, 4].map((n) => aMessage({ n }).id));
    expect((await spoken(desk, ADMIN)).map(({ id }) => id)).toEqual([1, 2, 3].map((n) => aMessage({ n }).id));
  });

  test('nobody writes for others, into what is closed or is not theirs, and nothing that was said changes', async () => {
    const market = await start();
    const [mine, stranger] = [new TestConsole(market, salma), new TestConsole(market, yann)];
    const [stock, orders] = (['inventory', 'orders'] as const).map((role) => new TestConsole(market, { ...karim, sellerRoles: { [shopIdOf(1)]: role } })) as [TestConsole, TestConsole];
    const cases: readonly (readonly [string, TestConsole, Mutation])[] = [
      ['message-in-own-name', mine, send(mine, aMessage({ n: 11, by: by(karim) }))],
      ['own-shop-only', stranger, send(stranger, aMessage({ n: 12, by: by(yann) }))],
      ['no-such-conversation', mine, send(mine, aMessage({ n: 13, talk: 9, by: by(salma) }))],
      ['variable-open', mine, send(mine, aMessage({ n: 14, by: by(salma), body: 'Bonjour {{customer.first}}' }))],
      ['message-stays', mine, mine.delete(aMessage({ n: 1 }).id, { entity: 'message' })],
      ['fixed-field', mine, mine.mutation({ entity: 'message', id: aMessage({ n: 1 }).id as never, ops: [{ op: 'set', path: 'body', base: 'words 1', value: 'x' }] })],
      ['conversation-begun-elsewhere', mine, mine.mutation({ entity: 'conversation', action: 'create', id: aConversation({ n: 5 }).id as never, doc: aConversation({ n: 5 }) as unknown as Json, baseVersion: 0 })],
      ['seller-role-lacks', stock, send(stock, aMessage({ n: 16, by: by(karim) }))],
      ['seller-role-lacks', stock, stock.mutation({ entity: 'conversation', id: talk.id as never, ops: said(22, karim, { kind: 'spam-marked' }) })],
      ['seller-role-lacks', orders, orders.mutation({ entity: 'conversation', id: talk.id as never, ops: said(23, karim, { kind: 'assigned', to: salma.userId, how: 'person' }) })],
      ['merged-elsewhere', mine, mine.mutation({ entity: 'conversation', id: talk.id as never, ops: said(24, salma, { kind: 'merged', into: aConversation({ n: 9 }).id }) })],
      ['fact-in-own-name', mine, mine.mutation({ entity: 'conversation', id: talk.id as never, ops: said(20, karim, { kind: 'woken' }) })],
    ];
    for (const [rule, console, mutation] of cases) expect(await console.push(mutation), rule).toMatchObject([{ kind: 'rejected', error: { rule } }]);
    await mine.push(mine.mutation({ entity: 'conversation', id: talk.id as never, ops: said(21, salma, { kind: 'closed', askedAt: TALK_AT }) }));
    expect(await mine.push(send(mine, aMessage({ n: 15, by: by(salma) })))).toMatchObject([{ kind: 'rejected', error: { rule: 'conversation-closed' } }]);
  });
});
