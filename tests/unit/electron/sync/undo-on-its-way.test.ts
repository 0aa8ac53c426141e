import { expect, test } from 'vitest';
import { undo } from '#electron/sync/outbox.ts';
import { takeBatch, takeOutcomes } from '#electron/sync/push.ts';
import { editsFrom } from '#electron/sync/store.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { FieldOp, Outcome } from '#shared/sync/model.ts';
import { aProduct, aVariant, at, locationIdOf, variantIdOf } from '#tests/builders/catalog.ts';
import { aCache, patch, productOf, setPrice } from './support/cache.ts';

const random = (bytes: Uint8Array) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>);
const brand = (base: string, value: string): FieldOp => ({ op: 'set', path: 'brand', base, value });
const comes = (delta: number): FieldOp => ({ op: 'add', path: `variants/${variantIdOf(1)}/stock/${locationIdOf(1)}/onHand`, delta, reason: 'receipt' });
const counted = (base: number, value: number): FieldOp => ({ op: 'set', path: comes(0).path, base, value });
const onHandFirst = aProduct({ n: 1 }).variants[variantIdOf(1)]!.stock[locationIdOf(1)]!.onHand;
const newVariant: FieldOp = { op: 'set', path: `variants/${variantIdOf(9)}`, base: null, value: JSON.parse(JSON.stringify(aVariant({ sku: 'NEW' }))) as Json };
const itsPrice: FieldOp = { op: 'set', path: `variants/${variantIdOf(9)}/price`, base: 1_000, value: 5 };

/** What an older server put off waits again, and what was made after it is on its way. */
test.each<{ name: string; putOff: readonly FieldOp[]; onItsWay: FieldOp; later?: FieldOp; stay: readonly number[] }>([
  { name: 'what it started from stays', putOff: [setPrice(1, 1_000, 1_200)], onItsWay: setPrice(1, 1_200, 1_300), stay: [0, 1] },
  { name: 'and what that started from', putOff: [setPrice(1, 1_000, 1_100), setPrice(1, 1_100, 1_200)], onItsWay: setPrice(1, 1_200, 1_300), stay: [0, 1, 2] },
  { name: 'the entry it is about stays', putOff: [newVariant], onItsWay: itsPrice, stay: [0, 1] },
  { name: 'another field goes', putOff: [brand('Nour', 'Atlas')], onItsWay: setPrice(1, 1_000, 1_300), stay: [1] },
  { name: 'of several fields those stay that it started from', putOff: [brand('Nour', 'Atlas'), setPrice(1, 1_000, 1_200)], onItsWay: setPrice(1, 1_200, 1_300), stay: [1, 2] },
  { name: 'a movement goes: the other one counts without it', putOff: [comes(5)], onItsWay: comes(3), stay: [1] },
  { name: 'a movement that was counted after stays', putOff: [comes(5)], onItsWay: counted(onHandFirst + 5, 2), stay: [0, 1] },
  { name: 'the same field, not begun from it, goes', putOff: [setPrice(1, 1_000, 1_200)], onItsWay: setPrice(1, 1_000, 1_300), stay: [1] },
  { name: 'what came after it goes', putOff: [], onItsWay: setPrice(1, 1_000, 1_200), later: setPrice(1, 1_200, 1_300), stay: [0] },
])('SYN-12 all is taken back while an edit is on its way: $name', async ({ putOff, onItsWay, later, stay }) => {
  const db = aCache([{ doc: aProduct({ n: 1 }), version: 1 }]);
  const made = [...putOff, onItsWay].map((op) => patch(db, 1, [op]));
  await takeBatch(db, 500);
  await takeOutcomes(db, made.slice(0, putOff.length).map(({ mid }): Outcome => ({ kind: 'deferred', mid, schema: 2 })), [], at(9_000), random);
  if (later) made.push(patch(db, 1, [later]));
  const before = productOf(db, 1)!;

  expect(db.now((writable) => undo(writable, { what: 'all' }))).toMatchObject({ undone: made.length - stay.length, kept: stay.length });
  const left = editsFrom(db, 0, 100).toReversed().map(({ mutation: { mid, ops } }) => ({ mid, ops }));
  // As they were: what started from another edit still does.
  expect(left).toEqual(stay.map((i) => ({ mid: made[i]!.mid, ops: made[i]!.ops })));
  if (stay.length === made.length) expect(productOf(db, 1)).toEqual(before);
});
