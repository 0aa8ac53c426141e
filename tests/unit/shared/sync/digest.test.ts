import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSums, bucketKey, bucketOf, BUCKETS, bytesOf, contentHash, countIn, countOut, differing, noRecords, rootOf, sumsFromBytes, sumsFromText, sumsOf, textOf, type Counted } from '#shared/sync/digest.ts';

const aRecord: fc.Arbitrary<Counted> = fc.record({ entity: fc.constantFrom('shop', 'category', 'product'), id: fc.uuid(), version: fc.oneof(fc.nat(9), fc.maxSafeNat()) });
const keyOf = ({ entity, id }: Counted) => `${entity}/${id}`;
const someRecords = fc.uniqueArray(aRecord, { selector: keyOf, maxLength: 60 });

describe('digest', () => {
  test('the order of the records does not matter', () =>
    fc.assert(fc.property(someRecords, (records) => {
      expect(sumsOf(records.toReversed())).toEqual(sumsOf(records));
    })));

  test('counting out undoes counting in, however many carries there were', () =>
    fc.assert(fc.property(someRecords, someRecords, (stay, leave) => {
      const sums = sumsOf([...stay, ...leave]);
      for (const record of leave) countOut(sums, record);
      expect(sums).toEqual(sumsOf(stay));
    })));

  test('each sum is the exact sum of 64 bits', () =>
    fc.assert(fc.property(someRecords, (records) => {
      const exact = new Map<number, bigint>();
      for (const record of records) {
        const alone = BigInt(`0x${textOf(sumsOf([record])).slice(16 * bucketOf(record.id), 16 * bucketOf(record.id) + 16)}`);
        exact.set(bucketOf(record.id), ((exact.get(bucketOf(record.id)) ?? 0n) + alone) % 2n ** 64n);
      }
      const text = textOf(sumsOf(records));
      for (let bucket = 0; bucket < BUCKETS; bucket++) expect(BigInt(`0x${text.slice(16 * bucket, 16 * bucket + 16)}`)).toBe(exact.get(bucket) ?? 0n);
    })));

  test('a record more, less or of another version shows in its bucket and nowhere else, and in the root', () =>
    fc.assert(fc.property(someRecords, aRecord, fc.nat(1_000), (records, record, later) => {
      fc.pre(!records.some((one) => keyOf(one) === keyOf(record)));
      const without = sumsOf(records);
      const withIt = sumsOf([...records, record]);
      const newer = sumsOf([...records, { ...record, version: later === record.version ? later + 1 : later }]);
      expect(differing(without, withIt)).toEqual([bucketOf(record.id)]);
      expect(differing(withIt, newer)).toEqual([bucketOf(record.id)]);
      expect(new Set([rootOf(without), rootOf(withIt), rootOf(newer)]).size).toBe(3);
    })));

  test('two scopes together have the sums of both', () =>
    fc.assert(fc.property(someRecords, someRecords, (one, two) => {
      const sums = sumsOf(one);
      addSums(sums, sumsOf(two));
      expect(sums).toEqual(sumsOf([...one, ...two]));
    })));

  test('it travels as text and rests as bytes unchanged', () =>
    fc.assert(fc.property(someRecords, (records) => {
      const sums = sumsOf(records);
      expect(sumsFromText(textOf(sums))).toEqual(sums);
      expect(sumsFromBytes(bytesOf(sums))).toEqual(sums);
      expect(sumsFromBytes(Buffer.from(bytesOf(sums)))).toEqual(sums);
    })));

  test.each(['', 'x'.repeat(4_096), '0'.repeat(4_095)])('a text that is no digest is none', (text) => expect(sumsFromText(text)).toBeNull());
  test('bytes that are no digest are a broken promise', () => expect(() => sumsFromBytes(new Uint8Array(5))).toThrow(RangeError));

  test('the hash does not move: consoles and servers of different versions compare it', () => {
    const sums = noRecords();
    expect(rootOf(sums)).toBe('6a53a958442c003c');
    countIn(sums, { entity: 'product', id: '01900000-0000-7000-8000-0000000000ab', version: 7 });
    expect(rootOf(sums)).toBe('fe66a800474b8f52');
    expect(contentHash({ b: [1, 'é'], a: null })).toBe('6fb7fc6cca3cb8d7');
  });

  test('every bucket has its key', () => {
    for (let bucket = 0; bucket < BUCKETS; bucket++) expect(bucketOf(`01900000-0000-7000-8000-0000000000${bucketKey(bucket)}`)).toBe(bucket);
  });

  test('the content hash tells what a record says, not how it is written', () => {
    expect(contentHash({ a: 1, b: { c: [true, null] } })).toBe(contentHash({ b: { c: [true, null] }, a: 1 }));
    const texts = Array.from({ length: 5_000 }, (_, n) => contentHash({ n, text: 'x'.repeat(n % 7) }));
    expect(new Set(texts).size).toBe(5_000);
  });
});
