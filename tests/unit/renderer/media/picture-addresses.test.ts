import { expect, test } from 'vitest';
import { keyOf, PictureAddresses, type Wanted } from '#renderer/media/picture-addresses.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';

type Shown = { mime: string; data: string; width: number; height: number };
const aPictureOf = (n: number, data = 'AAAA'): Result<Shown, AppError> => ok({ mime: 'image/webp', data, width: n, height: n });
const wantedOf = (n: number): Wanted => ({ shopId: '0190' as Wanted['shopId'], sha256: String(n).padStart(64, '0'), recipe: null, purpose: 'thumbnail', bare: false });

/** A data process that answers when it is told to. */
function someAddresses() {
  const asked: { wanted: Wanted; answer: (result: Result<Shown, AppError>) => void }[] = [];
  const revoked: string[] = [];
  let made = 0;
  const addresses = new PictureAddresses({
    show: (wanted) => new Promise((answer) => asked.push({ wanted, answer })),
    addressOf: () => `blob:${++made}`,
    revoke: (address) => revoked.push(address),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { addresses, asked, revoked, settle };
}

test('a picture is asked for once, however often it is on screen, and told to whoever shows it', async () => {
  const { addresses, asked, settle } = someAddresses();
  const told: string[] = [];
  addresses.subscribe(keyOf(wantedOf(1)), () => told.push(addresses.shown(keyOf(wantedOf(1))).name));
  addresses.hold(wantedOf(1));
  addresses.hold(wantedOf(1));
  expect(asked).toHaveLength(1);
  asked[0]!.answer(aPictureOf(1));
  await settle();
  expect(told).toEqual(['here']);
  expect(addresses.shown(keyOf(wantedOf(1)))).toEqual({ name: 'here', address: 'blob:1' });
});

test('four questions at once; then the one wanted last, and none for what has scrolled by', async () => {
  const { addresses, asked, settle } = someAddresses();
  const lets = Array.from({ length: 8 }, (_, n) => addresses.hold(wantedOf(n)));
  expect(asked).toHaveLength(4);
  lets[7]!();
  asked[0]!.answer(aPictureOf(0));
  await settle();
  expect(asked.at(-1)!.wanted.sha256).toBe(wantedOf(6).sha256);
});

test('what is on screen is never revoked; of the rest the oldest goes', async () => {
  const { addresses, asked, revoked, settle } = someAddresses();
  const heavy = 'A'.repeat(15_000_000);
  addresses.hold(wantedOf(0));
  asked[0]!.answer(aPictureOf(0, heavy));
  await settle();
  for (let n = 1; n <= 4; n++) {
    const let1 = addresses.hold(wantedOf(n));
    asked.at(-1)!.answer(aPictureOf(n, heavy));
    await settle();
    let1();
  }
  expect(revoked).toEqual(['blob:2', 'blob:3']);
  expect(addresses.shown(keyOf(wantedOf(0))).name).toBe('here');
});

test('what could not be had is asked for again when it may be there; a picture let go of on its way is kept for the next look', async () => {
  const { addresses, asked, settle } = someAddresses();
  addresses.hold(wantedOf(1));
  asked[0]!.answer(err({ code: 'not-ready' }));
  await settle();
  expect(addresses.shown(keyOf(wantedOf(1)))).toEqual({ name: 'missing', error: { code: 'not-ready' } });
  expect(addresses.retry()).toBe(true);
  expect(asked).toHaveLength(2);
  asked[1]!.answer(aPictureOf(1));
  await settle();
  expect(addresses.retry()).toBe(false);
  const let2 = addresses.hold(wantedOf(2));
  let2();
  asked[2]!.answer(aPictureOf(2));
  await settle();
  addresses.hold(wantedOf(2));
  expect(asked).toHaveLength(3);
  expect(addresses.shown(keyOf(wantedOf(2))).name).toBe('here');
});

test('another mark over the pictures of a shop: what is on screen stays until the new one is there, then the old one is let go of', async () => {
  const { addresses, asked, revoked, settle } = someAddresses();
  const key = keyOf(wantedOf(1));
  addresses.hold(wantedOf(1));
  asked[0]!.answer(aPictureOf(1));
  await settle();
  expect(addresses.shopsShown()).toEqual([wantedOf(1).shopId]);
  addresses.renew('another' as Wanted['shopId']);
  expect(asked).toHaveLength(1);
  addresses.renew(wantedOf(1).shopId);
  expect(asked).toHaveLength(2);
  expect(addresses.shown(key)).toEqual({ name: 'here', address: 'blob:1' });
  asked[1]!.answer(aPictureOf(1));
  await settle();
  expect(addresses.shown(key)).toEqual({ name: 'here', address: 'blob:2' });
  expect(revoked).toEqual(['blob:1']);
});
