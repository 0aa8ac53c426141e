import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';
import { beforeAll, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import type { DatabaseConfig } from '#server/db/open.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { rawCall, type RawAnswer } from '#tests/support/http-server.ts';
import { aRunningServer, type TestServer } from '#tests/support/running-server.ts';
import { aPaymentFor, ordersOfTwoShops, posted } from './paid-orders.ts';

const SECRETS = ['whsec_formarketplace', 'whsec_forconnect'];
const settings = { payments: { stripe: { secretKey: 'sk_test_none', webhookSecrets: SECRETS }, paypal: null, local: false } };
const stripe = new Stripe('sk_test_none');
const PASSWORD = 'a password that is long';

const until = async (so: () => boolean | Promise<boolean>) => {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 5));
};
const secondsNow = () => Math.floor(Date.now() / 1_000);

/** A message as Stripe sends it. */
const anEvent = (type: string, object: object, id = `evt_${randomUUID().replaceAll('-', '')}`) => ({ id, object: 'event', api_version: '2026-10-28.endive', created: secondsNow(), livemode: false, pending_webhooks: 1, request: null, type, data: { object } });
const anIntent = (id: string, paymentId: string | null, amount = 150_000) => ({ id, object: 'payment_intent', amount, amount_received: amount, amount_capturable: 0, currency: 'mad', status: 'succeeded', metadata: paymentId === null ? {} : { comptoir_payment: paymentId }, last_payment_error: null });
const aRefund = (id: string, intent: string, amount: number) => ({ id, object: 'refund', amount, currency: 'mad', payment_intent: intent, status: 'succeeded', metadata: {} });
const aDispute = (id: string, intent: string, amount: number, status: string) => ({ id, object: 'dispute', amount, currency: 'mad', payment_intent: intent, status, reason: 'product_not_received', evidence_details: { due_by: secondsNow() + 864_000 } });

type Sent = { secret?: string; at?: number; body?: string; header?: string | null };
const send = (server: TestServer, event: object, { secret = SECRETS[0]!, at = secondsNow(), body, header }: Sent = {}): Promise<RawAnswer> => {
  const payload = JSON.stringify(event, null, 1);
  const signature = header === undefined ? stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp: at }) : header;
  return rawCall(server.port, { method: 'POST', path: '/payments/webhooks/stripe', headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'stripe-signature': signature }) }, body: body ?? payload });
};

describeOnEachDatabase('SEC-07 messages of providers', (_open, databases) => {
  let place: DatabaseConfig;
  let server: TestServer;
  let token = '';
  let n = 0;
  const deliveries = () => server.deps.db.kysely.selectFrom('webhook_delivery').selectAll().orderBy('id').execute();
  const stateOf = async (eventId: string) => (await deliveries()).find((row) => row.event_id === eventId)?.state;
  const api = async (method: string, path: string, body?: string) => rawCall(server.port, { method, path, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body }) });

  /** Two orders and a payment nothing was told of yet. */
  const aPayment = async () => {
    const intent = `pi_${++n}`;
    const orders = await ordersOfTwoShops(server.deps.db, n);
    return { intent, orders, paymentId: await aPaymentFor(server.deps.db, orders, 'stripe', intent) };
  };

  beforeAll(async () => {
    place = await databases.place();
    server = await aRunningServer(place, { config: settings });
    await createAccount(server.auth, { email: 'admin@comptoir.example', name: 'Admin', role: 'admin', locale: 'fr', password: PASSWORD, shopIds: [] });
    const answer = await rawCall(server.port, { method: 'POST', path: '/auth/sign-in', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'admin@comptoir.example', password: PASSWORD, device: 'desk' }) });
    token = (answer.json as { accessToken: string }).accessToken;
  });

  test('PMT-02 capture, refund and dispute as Stripe tells them are in the books, each shop’s share, each once', async () => {
    const { intent, paymentId } = await aPayment();
    const captured = anEvent('payment_intent.succeeded', anIntent(intent, paymentId));
    expect((await send(server, captured)).status).toBe(200);
    await until(async () => (await stateOf(captured.id)) === 'handled');
    const sold = await posted(server.deps.db);
    expect(sold.filter((line) => line.startsWith('captured'))).toEqual(['captured 1100 100000', 'captured 1100 50000']);
    expect(sold.some((line) => line.startsWith('commission 2000'))).toBe(true);

    // Twice, and once more under another number, as Stripe tells a refund it updates.
    expect((await send(server, captured)).status).toBe(200);
    const refund = aRefund('re_1', intent, 30_000);
    const told = [anEvent('refund.created', refund), anEvent('refund.updated', refund), anEvent('charge.refund.updated', refund)];
    for (const event of told) expect((await send(server, event)).status).toBe(200);
    const dispute = anEvent('charge.dispute.created', aDispute('dp_1', intent, 15_000, 'needs_response'));
    expect((await send(server, dispute)).status).toBe(200);
    const lost = anEvent('charge.dispute.closed', aDispute('dp_1', intent, 15_000, 'lost'));
    expect((await send(server, lost, { secret: SECRETS[1]! })).status).toBe(200);
    for (const { id } of [...told, dispute, lost]) await until(async () => (await stateOf(id)) === 'handled');
    const after = await posted(server.deps.db);
    expect(after.filter((line) => line.startsWith('captured'))).toHaveLength(2);
    expect(after.filter((line) => line.startsWith('refunded'))).toEqual(['refunded 2000 10000', 'refunded 2000 20000']);
    expect(after.filter((line) => line.startsWith('chargeback'))).toEqual(['chargeback-lost 2030 10000', 'chargeback-lost 2030 5000', 'chargeback-opened 2000 10000', 'chargeback-opened 2000 5000']);
    expect((await deliveries()).find((row) => row.event_id === captured.id)?.times).toBe(2);
    expect(await server.deps.db.kysely.selectFrom('payment').select(['captured', 'refunded', 'state']).where('id', '=', paymentId).executeTakeFirst()).toEqual({ captured: 150_000, refunded: 30_000, state: 'captured' });
  });

  test('forged, changed, cut, unsigned, out of time, too large: refused, and nothing of it is kept or logged', async () => {
    const { intent, paymentId } = await aPayment();
    const before = (await deliveries()).length;
    const event = anEvent('payment_intent.succeeded', anIntent(intent, paymentId));
    const payload = JSON.stringify(event, null, 1);
    const good = stripe.webhooks.generateTestHeaderString({ payload, secret: SECRETS[0]!, timestamp: secondsNow() });
    const refusals: readonly (readonly [string, Sent, string])[] = [
      ['another secret', { secret: 'whsec_ofsomebodyelse' }, 'webhook-signature'],
      ['another amount', { header: good, body: payload.replace('150000', '950000') }, 'webhook-signature'],
      ['written anew', { header: good, body: JSON.stringify(event) }, 'webhook-signature'],
      ['cut', { header: good, body: payload.slice(0, -20) }, 'webhook-signature'],
      ['empty', { header: good, body: '' }, 'webhook-signature'],
      ['unsigned', { header: null }, 'webhook-signature'],
      ['nonsense for a signature', { header: 'v1=,t=now' }, 'webhook-signature'],
      ['a time that is none', { header: `t=now,v1=${'0'.repeat(64)}` }, 'webhook-signature'],
      ['six minutes ago', { at: secondsNow() - 360 }, 'webhook-late'],
      ['in six minutes', { at: secondsNow() + 360 }, 'webhook-late'],
    ];
    for (const [name, sent, rule] of refusals) {
      const answer = await send(server, event, sent);
      expect([name, answer.status, (answer.json as { error: object }).error]).toEqual([name, 400, expect.objectContaining({ rule })]);
      expect(JSON.stringify(answer.json)).not.toContain('why');
    }
    const huge = await send(server, event, { header: good, body: 'x'.repeat(300 * 1024) }).catch((cause: NodeJS.ErrnoException) => cause.code);
    expect([413, 'ECONNRESET', 'EPIPE']).toContain(typeof huge === 'object' ? huge.status : huge);
    expect((await deliveries()).length).toBe(before);
    expect(server.logText()).toContain('"rule":"webhook-late"');
    expect(server.logText()).not.toContain(intent);
    // And the same message, true and in time, is taken.
    expect((await send(server, event)).status).toBe(200);
    await until(async () => (await stateOf(event.id)) === 'handled');
  });

  test('a provider nobody set up, and other ways to call', async () => {
    for (const name of ['paypal', 'local', 'nobody', '..%2Fstripe']) expect((await rawCall(server.port, { method: 'POST', path: `/payments/webhooks/${name}`, headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(404);
    expect((await rawCall(server.port, { method: 'GET', path: '/payments/webhooks/stripe' })).status).toBe(405);
  });

  test('a refund and a lost dispute before the capture wait for it; a dispute’s end waits for its beginning', async () => {
    const { intent, paymentId } = await aPayment();
    const bookedBefore = (await posted(server.deps.db)).length;
    const early = [
      anEvent('charge.dispute.closed', aDispute('dp_early', intent, 15_000, 'won')),
      anEvent('refund.created', aRefund('re_early', intent, 150_000)),
      anEvent('charge.dispute.created', aDispute('dp_early', intent, 15_000, 'needs_response')),
    ];
    for (const event of early) {
      expect((await send(server, event)).status).toBe(200);
      await until(async () => (await stateOf(event.id)) === 'waiting');
    }
    expect(await posted(server.deps.db)).toHaveLength(bookedBefore);
    const log = (await api('GET', '/payments/deliveries?state=waiting')).json as { deliveries: { eventId: string; error: { rule: string }; nextAt: number | null }[] };
    expect(Object.fromEntries(log.deliveries.map(({ eventId, error }) => [eventId, error.rule]))).toEqual({ [early[0]!.id]: 'dispute-unknown', [early[1]!.id]: 'refund-before-capture', [early[2]!.id]: 'dispute-before-capture' });

    const captured = anEvent('payment_intent.succeeded', anIntent(intent, paymentId));
    await send(server, captured);
    for (const { id } of [captured, ...early]) await until(async () => (await stateOf(id)) === 'handled');
    expect(await server.deps.db.kysely.selectFrom('payment_dispute').select('state').where('dispute_ref', '=', 'dp_early').executeTakeFirst()).toEqual({ state: 'won' });
  });

  test('what is about somebody else’s payment, or of a kind nobody asked for, is told apart from what waits', async () => {
    const foreign = anEvent('payment_intent.succeeded', anIntent('pi_foreign', null));
    const other = anEvent('customer.created', { id: 'cus_1', object: 'customer' });
    await send(server, foreign);
    await send(server, other);
    await until(async () => (await stateOf(foreign.id)) === 'handled');
    expect(await stateOf(other.id)).toBe('ignored');
    const row = (await deliveries()).find(({ event_id }) => event_id === other.id)!;
    expect(await api('POST', `/payments/deliveries/${row.id}/replay`, '{}')).toMatchObject({ status: 409, json: { error: { rule: 'delivery-ignored' } } });
  });

  test('an administrator reads the log and has a message done again; nobody else does', async () => {
    const { intent, paymentId } = await aPayment();
    const captured = anEvent('payment_intent.succeeded', anIntent(intent, paymentId));
    await send(server, captured);
    await until(async () => (await stateOf(captured.id)) === 'handled');
    const booked = await posted(server.deps.db);
    const { deliveries: [newest] } = (await api('GET', '/payments/deliveries?provider=stripe&limit=1')).json as { deliveries: { id: string; eventId: string; state: string }[] };
    expect(newest).toMatchObject({ eventId: captured.id, state: 'handled', error: null, times: 1 });
    expect((await api('POST', `/payments/deliveries/${newest!.id}/replay`, '{}')).status).toBe(200);
    await until(async () => (await server.deps.db.kysely.selectFrom('server_job').select('state').where('job_key', '=', newest!.id).executeTakeFirst())?.state === 'done');
    expect(await posted(server.deps.db)).toEqual(booked);
    expect((await api('POST', `/payments/deliveries/${randomUUID()}/replay`, '{}')).status).toBe(404);

    await createAccount(server.auth, { email: 'salma@nour.example', name: 'Salma', role: 'vendor', locale: 'fr', password: PASSWORD, shopIds: [] });
    const signedIn = await rawCall(server.port, { method: 'POST', path: '/auth/sign-in', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'salma@nour.example', password: PASSWORD, device: 'desk' }) });
    const vendor = { authorization: `Bearer ${(signedIn.json as { accessToken: string }).accessToken}`, 'content-type': 'application/json' };
    expect((await rawCall(server.port, { method: 'GET', path: '/payments/deliveries', headers: vendor })).status).toBe(403);
    expect((await rawCall(server.port, { method: 'POST', path: `/payments/deliveries/${newest!.id}/replay`, headers: vendor, body: '{}' })).status).toBe(403);
  });

  test('two servers on one database that are told everything at once, twice and in any order book it once', async () => {
    // Several processes on one SQLite file are not a way to run Comptoir.
    const other = databases.name === 'postgres' ? await aRunningServer(place, { config: settings }) : server;
    const { intent, paymentId } = await aPayment();
    const events = [
      anEvent('payment_intent.succeeded', anIntent(intent, paymentId)),
      anEvent('charge.succeeded', { id: 'ch_1', object: 'charge' }),
      ...[1, 2, 3, 4, 5].flatMap((part) => ['refund.created', 'refund.updated'].map((type) => anEvent(type, aRefund(`re_many_${part}`, intent, 30_000)))),
    ];
    const commission = async () => Number((await server.deps.db.kysely.selectFrom('ledger_entry').select((eb) => eb.fn.sum<number>(eb('credit', '-', eb.ref('debit'))).as('earned')).where('account', '=', '4000').executeTakeFirstOrThrow()).earned);
    const earnedBefore = await commission();
    const orderIds = (await server.deps.db.kysely.selectFrom('payment_part').select('order_id').where('payment_id', '=', paymentId).execute()).map((row) => row.order_id);
    const answers = await Promise.all([...events, ...events.toReversed()].map((event, at) => send(at % 2 === 0 ? server : other, event)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const { id } of events) await until(async () => ['handled', 'ignored'].includes((await stateOf(id))!));
    expect(await server.deps.db.kysely.selectFrom('payment').select(['captured', 'refunded']).where('id', '=', paymentId).executeTakeFirst()).toEqual({ captured: 150_000, refunded: 150_000 });
    expect((await server.deps.db.kysely.selectFrom('payment_part').select(['amount', 'refunded']).where('payment_id', '=', paymentId).orderBy('amount').execute())).toEqual([{ amount: 50_000, refunded: 50_000 }, { amount: 100_000, refunded: 100_000 }]);
    expect(await server.deps.db.kysely.selectFrom('ledger_transaction').select((eb) => eb.fn.countAll<number>().as('n')).where('event', '=', 'captured').where('ref_id', 'in', orderIds).executeTakeFirst()).toEqual({ n: 2 });
    // All of the commission went back with all of the money.
    expect(await commission()).toBe(earnedBefore);
  });
});
