import { expect, test } from 'vitest';
import { onKey, reading, type ReviewAct, type ReviewState } from '#renderer/moderation/review-keys.ts';
import { previewFindings } from '#shared/moderation/checks/listing-checks.ts';
import { policies } from '#shared/moderation/policies.ts';
import { demoProducts } from '#tests/builders/marketplace.ts';

const press = (keys: readonly string[]) => {
  let state: ReviewState = reading;
  const acts: ReviewAct[] = [];
  for (const key of keys) {
    const done = onKey(state, key);
    if (done === null) continue;
    state = done.state;
    if (done.act !== null) acts.push(done.act);
  }
  return { state, acts };
};

test('MOD-04 200 listings are decided by the keyboard alone, with three keys at most for each', () => {
  const listings = demoProducts(200);
  expect(listings).toHaveLength(200);
  let state: ReviewState = reading;
  let at = 0;
  let refused = 0;
  for (const product of listings) {
    // A reviewer who refuses each listing in which anything was found, by one reason after the other.
    const isAgainst = previewFindings(product).length > 0 || at % 3 === 0;
    const keys = isAgainst ? [at % 2 === 0 ? 'R' : 'c', policies[at % policies.length]!.digit, 'Enter'] : ['a'];
    expect(keys.length).toBeLessThanOrEqual(3);
    const acts: ReviewAct[] = [];
    for (const key of keys) {
      const done = onKey(state, key)!;
      state = done.state;
      if (done.act !== null) acts.push(done.act);
    }
    expect(acts).toEqual([isAgainst ? { kind: 'send', action: at % 2 === 0 ? 'reject' : 'ask-changes', policy: policies[at % policies.length]!.id } : { kind: 'approve' }]);
    expect(state).toEqual(reading);
    if (isAgainst) refused++;
    at++;
  }
  expect(refused).toBeGreaterThan(60);
});

test.each([
  { name: 'no reason, no decision', keys: ['r', 'Enter'], acts: [], state: { name: 'reasons', action: 'reject', policy: null } },
  { name: 'Escape leaves it', keys: ['r', '6', 'Escape'], acts: [], state: reading },
  { name: 'another reason takes the place of the first', keys: ['r', '6', '1', 'Enter'], acts: [{ kind: 'send', action: 'reject', policy: 'contact' }], state: reading },
  { name: 'another action keeps the reason', keys: ['r', '6', 'c', 'Enter'], acts: [{ kind: 'send', action: 'ask-changes', policy: 'counterfeit' }], state: reading },
  { name: 'A while a reason is given approves nothing', keys: ['r', 'a'], acts: [], state: { name: 'reasons', action: 'reject', policy: null } },
  { name: 'digits and Enter while reading do nothing', keys: ['6', 'Enter', 'x'], acts: [], state: reading },
  { name: 'moving on leaves what was begun', keys: ['r', '6', 'ArrowDown', 'k'], acts: [{ kind: 'move', by: 1 }, { kind: 'move', by: -1 }], state: reading },
])('$name', ({ keys, acts, state }) => expect(press(keys)).toEqual({ state, acts }));
