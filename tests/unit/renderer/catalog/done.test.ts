import { beforeEach, expect, test } from 'vitest';
import { forgetDone, inTurn, lastDone, lastUndone, noteDone, noteUndone, type Done } from '#renderer/catalog/done.ts';

const id = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}` as NonNullable<Done['again']>['edits'][number]['id'];
const deed = (...products: number[]): Done => ({
  edited: { mids: products.map(id), group: null },
  again: { intent: 'edit-cells', edits: products.map((n) => ({ id: id(n), ops: [{ op: 'set', path: 'status', base: 'published', value: 'paused' }] })) },
});
const all = { kept: 0, left: [] };
const left = (n: number) => ({ entity: 'product' as const, record: id(n), label: '', path: 'status', why: 'changed' as const });
beforeEach(() => forgetDone());

test('BLK-01 what was undone is done again in the order it was done in', () => {
  const [one, two] = [deed(1), deed(2)];
  noteDone(one);
  noteDone(two);
  noteUndone(lastDone()!, all);
  noteUndone(lastDone()!, all);
  expect(lastDone()).toBeUndefined();
  expect(lastUndone()).toEqual(one.again);
  noteDone(deed(1), { isRepeated: true });
  expect(lastUndone()).toEqual(two.again);
});

test('BLK-01 a new deed leaves nothing to do again', () => {
  noteDone(deed(1));
  noteUndone(lastDone()!, all);
  noteDone(deed(2));
  expect(lastUndone()).toBeUndefined();
});

test('BLK-01 what others changed since is not done again over them', () => {
  noteDone(deed(1, 2));
  noteUndone(lastDone()!, { kept: 1, left: [left(2)] });
  expect(lastUndone()?.edits.map((edit) => edit.id)).toEqual([id(1)]);
});

test('BLK-01 with more left alone than are named, nothing is offered', () => {
  noteDone(deed(1, 2, 3));
  noteUndone(lastDone()!, { kept: 2, left: [left(2)] });
  expect(lastUndone()).toBeUndefined();
});

test('BLK-01 one thing after the other, also when one fails', async () => {
  const order: string[] = [];
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const first = inTurn(async () => {
    await held;
    order.push('first');
    throw new Error('refused');
  });
  const second = inTurn(async () => void order.push('second'));
  expect(order).toEqual([]);
  go();
  await expect(first).rejects.toThrow('refused');
  await second;
  expect(order).toEqual(['first', 'second']);
});
