import { expect, test } from 'vitest';
import { checkTransition, firstListingStates, listingStates, listingTransitions, transitionsFor, vendorTransitions } from '#shared/catalog/listing-states.ts';
import { reachableFrom } from '#shared/kernel/state-machine.ts';
import type { ListingStatus } from '#shared/catalog/model.ts';

test('every state of a listing can be reached from a first one, and left again', () => {
  const table = Object.fromEntries(listingStates.map((state) => [state, listingTransitions[state].map(({ to }) => to)])) as Record<ListingStatus, ListingStatus[]>;
  const reached = new Set(firstListingStates.flatMap((state) => [...reachableFrom(table, state)]));
  expect([...reached].sort()).toEqual([...listingStates].sort());
  for (const state of listingStates) expect(table[state].length, state).toBeGreaterThan(0);
});

test.each<[ListingStatus, ListingStatus[]]>([
  ['draft', ['submitted', 'archived']],
  ['submitted', []],
  ['in_review', []],
  ['published', ['paused', 'archived']],
  ['paused', ['published', 'archived']],
  ['suspended', []],
  ['archived', ['draft']],
])('a vendor moves %s to %j', (from, to) => expect(vendorTransitions(from)).toEqual(to));

test('an admin may do what anybody may', () => {
  for (const from of listingStates) for (const { to } of listingTransitions[from]) expect(checkTransition('admin', from, to), `${from} → ${to}`).toBeNull();
});

test('staying is no transition', () => {
  for (const state of listingStates) expect(checkTransition('vendor', state, state)).toBeNull();
});

test('SYN-04 a refused step names the legal choices, and says whether it is somebody else’s', () => {
  expect(checkTransition('vendor', 'published', 'draft')).toEqual({ code: 'illegal-transition', field: 'status', rule: 'no-such-transition', details: { from: 'published', to: 'draft', allowed: ['paused', 'archived'] } });
  expect(checkTransition('vendor', 'published', 'suspended')).toMatchObject({ rule: 'transition-of-others', details: { allowed: ['paused', 'archived'] } });
  expect(transitionsFor('moderator', 'published')).toEqual(['suspended']);
});
