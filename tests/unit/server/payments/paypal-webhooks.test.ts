import { sign } from 'node:crypto';
import { Agent } from 'node:https';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { payPalProvider } from '#server/payments/paypal.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { aChain, opensslInstalled, type TestChain } from '#tests/support/certificates.ts';

const NOW = Date.UTC(2026, 10, 22, 9) as EpochMs;
const WEBHOOK = '9XL90610J3647323C';
const CERT = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77';
const PAYMENT = '01900000-0000-7000-8000-000000000001';

const capture = { id: 'WH-1', event_type: 'PAYMENT.CAPTURE.COMPLETED', create_time: '2026-11-22T08:59:58Z', resource: { id: '42311647XV020574X', status: 'COMPLETED', custom_id: PAYMENT, amount: { currency_code: 'EUR', value: '150.00' }, seller_receivable_breakdown: { paypal_fee: { currency_code: 'EUR', value: '4.37' } } } };
const links = [{ rel: 'self', href: 'https://api.paypal.com/v2/payments/refunds/1JU08902781691411' }, { rel: 'up', href: 'https://api.paypal.com/v2/payments/captures/42311647XV020574X' }];
const refund = (custom: string) => ({ ...capture, id: 'WH-2', event_type: 'PAYMENT.CAPTURE.REFUNDED', resource: { id: '1JU08902781691411', custom_id: custom, amount: { currency_code: 'EUR', value: '10.5' }, links } });
const dispute = { ...capture, id: 'WH-3', event_type: 'CUSTOMER.DISPUTE.RESOLVED', resource: { dispute_id: 'PP-D-4012', reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED', dispute_amount: { currency_code: 'EUR', value: '150.00' }, disputed_transactions: [{ seller_transaction_id: '42311647XV020574X', custom: PAYMENT }], dispute_outcome: { outcome_code: 'RESOLVED_BUYER_FAVOUR' } } };

const title = `SEC-07 messages of PayPal${opensslInstalled ? '' : ' (skipped: no openssl on this machine)'}`;
describe.skipIf(!opensslInstalled)(title, () => {
  let own: TestChain;
  let stranger: TestChain;
  let fetched: string[] = [];

  beforeAll(() => {
    own = aChain('messageverificationcerts.paypal.com');
    stranger = aChain('messages.example');
  });

  /** A provider whose only way out is this: it gets certificates, and nothing else. */
  const aProvider = (chain: () => TestChain = () => own, roots: readonly string[] = [own.root, stranger.root]) =>
    payPalProvider({
      clientId: 'id', clientSecret: 'secret', webhookId: WEBHOOK, isLive: true, verify: 'certificate',
      stand: { api: 'https://api-m.paypal.com', agent: new Agent(), roots, fetch: (url) => (fetched.push(String(url)), Promise.resolve(new Response(chain().chain))) },
    }, () => clock());
  let clock = (): EpochMs => Date.now() as EpochMs;

  type Change = { readonly time?: string; readonly webhook?: string; readonly cert?: string; readonly algorithm?: string; readonly key?: string; readonly signature?: string };
  const signed = (message: object, { time = new Date().toISOString(), webhook = WEBHOOK, cert = CERT, algorithm = 'SHA256withRSA', key = own.key, signature }: Change = {}) => {
    const body = Buffer.from(JSON.stringify(message));
    const id = '69cd13f0-d67a-11e5-baa3-778b53f4ae55';
    const made = sign('sha256', Buffer.from(`${id}|${time}|${webhook}|${crc32(body)}`), key).toString('base64');
    return { body, headers: { 'paypal-transmission-id': id, 'paypal-transmission-time': time, 'paypal-transmission-sig': signature ?? made, 'paypal-cert-url': cert, 'paypal-auth-algo': algorithm } };
  };
  const verify = (message: object, change: Change = {}, provider = aProvider()) => {
    const { body, headers } = signed(message, change);
    return provider.verifyWebhook(body, headers);
  };

  test('what PayPal signed is believed, and its certificate fetched once', async () => {
    fetched = [];
    const provider = aProvider();
    expect(await verify(capture, {}, provider)).toMatchObject({ ok: true, value: { eventId: 'WH-1', events: [{ kind: 'captured', paymentRef: '42311647XV020574X', paymentId: PAYMENT, amount: 15_000, fee: 437, currency: 'EUR' }] } });
    expect(await verify(refund('refund:01900000-0000-7000-8000-000000000002'), {}, provider)).toMatchObject({ value: { events: [{ kind: 'refunded', paymentRef: '42311647XV020574X', paymentId: null, refundId: '01900000-0000-7000-8000-000000000002', amount: 1_050 }] } });
    expect(await verify(refund(PAYMENT), {}, provider)).toMatchObject({ value: { events: [{ kind: 'refunded', paymentId: PAYMENT, refundId: null }] } });
    expect(await verify(dispute, {}, provider)).toMatchObject({ value: { events: [{ kind: 'dispute-lost', disputeRef: 'PP-D-4012' }] } });
    expect(await verify({ ...capture, event_type: 'CATALOG.PRODUCT.CREATED' }, {}, provider)).toMatchObject({ ok: true, value: { events: [] } });
    expect(fetched).toEqual([CERT]);
  });

  test.each<{ readonly name: string; readonly change: () => Change; readonly rule: string }>([
    { name: 'another webhook’s', change: () => ({ webhook: 'ABC' }), rule: 'webhook-signature' },
    { name: 'another key', change: () => ({ key: stranger.key }), rule: 'webhook-signature' },
    { name: 'no signature in it', change: () => ({ signature: 'AAAA' }), rule: 'webhook-signature' },
    { name: 'a weaker algorithm', change: () => ({ algorithm: 'SHA1withRSA' }), rule: 'webhook-signature' },
    { name: 'a certificate of somebody’s host', change: () => ({ cert: 'https://api.paypal.com.evil.example/v1/notifications/certs/CERT-360caa42-fca2a594' }), rule: 'webhook-signature' },
    { name: 'a certificate by a way round', change: () => ({ cert: 'https://api.paypal.com@evil.example/v1/notifications/certs/CERT-360caa42-fca2a594' }), rule: 'webhook-signature' },
    { name: 'a certificate without encryption', change: () => ({ cert: CERT.replace('https', 'http') }), rule: 'webhook-signature' },
    { name: 'six minutes ago', change: () => ({ time: new Date(Date.now() - 360_000).toISOString() }), rule: 'webhook-late' },
    { name: 'no time', change: () => ({ time: 'yesterday' }), rule: 'webhook-late' },
  ])('refused: $name', async ({ change, rule }) => {
    fetched = [];
    expect(await verify(capture, change())).toMatchObject({ ok: false, error: { code: 'invalid-input', rule } });
    expect(fetched.filter((url) => url !== CERT)).toEqual([]);
  });

  test('refused: changed after it was signed, unsigned, signed and not understood', async () => {
    const { body, headers } = signed(capture);
    expect(await aProvider().verifyWebhook(Buffer.from(body.toString().replace('150.00', '950.00')), headers)).toMatchObject({ error: { rule: 'webhook-signature' } });
    expect(await aProvider().verifyWebhook(body, {})).toMatchObject({ error: { rule: 'webhook-signature' } });
    expect(await verify({ ...capture, resource: { id: 1 } })).toMatchObject({ error: { rule: 'webhook-malformed' } });
  });

  test('a certificate counts only with its chain, its name and its time', async () => {
    // Whoever holds a key whose certificate leads to a trusted authority is still not PayPal.
    expect(await verify(capture, { key: stranger.key }, aProvider(() => stranger))).toMatchObject({ error: { rule: 'webhook-signature' } });
    expect(await verify(capture, {}, aProvider(() => own, [stranger.root]))).toMatchObject({ error: { rule: 'webhook-signature' } });
    expect(await verify(capture, {}, aProvider(() => ({ ...own, chain: own.chain.slice(0, own.chain.indexOf('-----END CERTIFICATE-----') + 26) })))).toMatchObject({ error: { rule: 'webhook-signature' } });
    expect(await verify(capture, {}, aProvider(() => ({ ...own, chain: 'nothing' })))).toMatchObject({ error: { rule: 'webhook-signature' } });
    clock = () => (NOW + 86_400_000 * 3_650) as EpochMs;
    expect(await verify(capture, { time: new Date(clock()).toISOString() })).toMatchObject({ error: { rule: 'webhook-signature' } });
    clock = () => Date.now() as EpochMs;
  });

  test('forged messages do not make us fetch without end', async () => {
    fetched = [];
    const provider = aProvider(() => ({ ...own, chain: 'nothing' }));
    const answers = [];
    for (let n = 0; n < 15; n++) answers.push(await verify(capture, { cert: `${CERT}${n}` }, provider));
    expect(fetched).toHaveLength(10);
    expect(answers.at(-1)).toMatchObject({ error: { code: 'not-ready', rule: 'provider-away' } });
  });
});
