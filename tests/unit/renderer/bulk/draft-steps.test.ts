import { describe, expect, test } from 'vitest';
import { nameSelection } from '#renderer/bulk/begin-change.ts';
import { draftOf, isComplete, moved, newStep } from '#renderer/bulk/draft-steps.ts';
import { narrowedBy } from '#renderer/bulk/preview-tabs.ts';
import { emptyFilter } from '#renderer/catalog/filter.ts';
import { stepKinds, type StepKind } from '#shared/bulk/model.ts';
import { rowOutcome } from '#shared/bulk/plan-model.ts';
import { warning } from '#shared/bulk/warnings.ts';
import type { Currency } from '#shared/kernel/money.ts';

/** These wait for words only the person knows. */
const waiting: readonly StepKind[] = ['replace', 'set'];

describe('a new step', () => {
  test.each(stepKinds)('%s is offered ready to run, or says that it lacks something', (kind) => {
    const draft = draftOf(newStep(kind, 'MAD' as Currency));
    expect(draft.step.kind).toBe(kind);
    expect(isComplete(draft)).toBe(!waiting.includes(kind));
  });
});

test('steps move by one, and not beyond the ends', () => {
  const drafts = (['floor', 'round', 'tags'] as const).map((kind) => draftOf(newStep(kind, 'MAD' as Currency)));
  const kinds = (at: number, by: -1 | 1) => moved(drafts, at, by).map(({ step }) => step.kind);
  expect(kinds(0, 1)).toEqual(['round', 'floor', 'tags']);
  expect(kinds(2, -1)).toEqual(['floor', 'tags', 'round']);
  expect(kinds(0, -1)).toEqual(['floor', 'round', 'tags']);
  expect(kinds(2, 1)).toEqual(['floor', 'round', 'tags']);
});

describe('BLK-03 what a choice is called', () => {
  test.each([
    { name: 'some', chosen: 3, filter: { text: 'robe' }, called: { how: 'chosen', text: '', parts: 0 } },
    { name: 'all there are', chosen: 10, filter: {}, called: { how: 'all', text: '', parts: 0 } },
    { name: 'all that match words', chosen: 10, filter: { text: ' robe ' }, called: { how: 'matching', text: 'robe', parts: 0 } },
    { name: 'all that match words and filters', chosen: 10, filter: { text: 'robe', status: ['draft' as const], unsent: true }, called: { how: 'matching', text: 'robe', parts: 2 } },
    { name: 'more than match, some chosen in another list', chosen: 11, filter: { text: 'tapis' }, called: { how: 'chosen', text: '', parts: 0 } },
  ])('$name', ({ chosen, filter, called }) => expect(nameSelection(chosen, 10, { ...emptyFilter, ...filter })).toEqual(called));
});

test('each tab narrows the rows to one thing, the first to none', () => {
  expect(narrowedBy('all')).toEqual({ outcome: null, warning: null, result: null });
  for (const one of rowOutcome.options) expect(narrowedBy(one)).toEqual({ outcome: one, warning: null, result: null });
  for (const one of warning.options) expect(narrowedBy(one)).toEqual({ outcome: null, warning: one, result: null });
  expect(narrowedBy('left')).toEqual({ outcome: null, warning: null, result: 'left' });
});
