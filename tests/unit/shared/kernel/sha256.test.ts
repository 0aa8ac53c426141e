import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256OfText } from '#shared/kernel/sha256.ts';

const byTheSystem = (text: string): string => createHash('sha256').update(text).digest('hex');

// Source: FIPS 180-4, examples.
test.each([
  { text: '', hash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
  { text: 'abc', hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
  { text: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', hash: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1' },
])('SHA-256 of "$text"', ({ text, hash }) => expect(sha256OfText(text)).toBe(hash));

test('is what the system says, at every length around a block and for any text', () => {
  for (let length = 0; length <= 200; length++) expect(sha256OfText('é'.repeat(length))).toBe(byTheSystem('é'.repeat(length)));
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => sha256OfText(text) === byTheSystem(text)));
});
