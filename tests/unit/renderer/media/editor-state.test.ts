import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edited, editorState, isEdited, opened, toSave, type Edit, type EditorState } from '#renderer/media/editor/editor-state.ts';
import { shapes } from '#renderer/media/editor/shapes.ts';
import { resultSize } from '#shared/media/geometry.ts';
import { plainRecipe } from '#shared/media/recipe.ts';

const size = { width: 1200, height: 800 };
const after = (...edits: Edit[]): EditorState => edits.reduce((state, edit) => edited(state, edit, size), opened(null));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const someRun = fc.option(fc.constantFrom('one', 'two'), { nil: undefined });
const withRun = (run: string | undefined) => (run === undefined ? {} : { run });
const someEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ do: fc.constant('turn' as const), by: fc.constantFrom(90 as const, 270 as const) }),
  fc.tuple(fc.double({ min: -60, max: 60, noNaN: true }), someRun).map(([degrees, run]) => ({ do: 'straighten' as const, degrees, ...withRun(run) })),
  fc.tuple(share, share, share, share, someRun).map(([left, top, width, height, run]) => ({ do: 'cut' as const, box: { left: left * 600, top: top * 400, width: 20 + width * 500, height: 20 + height * 300 }, ...withRun(run) })),
  fc.record({ do: fc.constant('shape' as const), shape: fc.constantFrom(...shapes) }),
  fc.constantFrom<Edit>({ do: 'whole' }, { do: 'close-corners' }, { do: 'reset' }, { do: 'settle' }),
  fc.record({ do: fc.constant('pad' as const), background: fc.constant('#ffffff') }),
  fc.record({ do: fc.constant('ground' as const), colour: fc.option(fc.constantFrom('#ffffff', '#102030')) }),
  fc.record({ do: fc.constant('focus' as const), x: share, y: share }),
);

describe('IMG-09 every step in the editor can be taken back', () => {
  test('as many steps back as were made is the picture as it was opened; as many forward, as it was left', () =>
    fc.assert(fc.property(fc.array(someEdit, { maxLength: 30 }), (edits) => {
      const left = after(...edits);
      let state = left;
      for (let n = left.past.length; n > 0; n--) state = edited(state, { do: 'undo' }, size);
      expect(state.now).toEqual(opened(null).now);
      for (let n = left.past.length; n > 0; n--) state = edited(state, { do: 'redo' }, size);
      expect(state.now).toEqual(left.now);
    })));
  test('whatever is done, what there is can be kept, saved and made', () =>
    fc.assert(fc.property(fc.array(fc.oneof(someEdit, fc.constantFrom<Edit>({ do: 'undo' }, { do: 'redo' })), { maxLength: 30 }), (edits) => {
      const state = after(...edits);
      expect(editorState.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      expect(resultSize(size, state.now.recipe)).not.toBeNull();
    })));
  test('a new step forgets what was taken back', () => {
    const state = after({ do: 'turn', by: 90 }, { do: 'undo' }, { do: 'turn', by: 270 });
    expect([state.now.recipe.rotate, state.future]).toEqual([270, []]);
  });
  test('nothing done is no step', () => expect(after({ do: 'straighten', degrees: 0 }, { do: 'whole' }, { do: 'reset' }).past).toEqual([]));
});

describe('one pull is one step', () => {
  const pulled = (...degrees: number[]): Edit[] => degrees.map((one) => ({ do: 'straighten', degrees: one, run: 'slider' }));
  test('however far it went, and back to where it began is as it was', () => {
    const there = after(...pulled(2, 5, 9.04));
    expect([there.past.length, there.now.recipe.straighten]).toEqual([1, 9]);
    expect(after(...pulled(2, 30, 0)).now.recipe).toEqual(plainRecipe);
  });
  test('let go and begun again, it is two', () => expect(after(...pulled(2, 5), { do: 'settle' }, ...pulled(7)).past).toHaveLength(2));
  test('another one in between, too', () => expect(after(...pulled(2, 5), { do: 'turn', by: 90 }, ...pulled(7)).past).toHaveLength(3));
});

test('a cut keeps its shape across a turn', () => {
  const state = after({ do: 'shape', shape: 'wide' }, { do: 'turn', by: 90 });
  expect(state.now.shape).toBe('tall');
  const { width, height } = resultSize(size, state.now.recipe)!;
  expect(width / height).toBeCloseTo(3 / 4, 2);
});

test('what changes nothing is saved as nothing, and a shape alone is no edit', () => {
  expect(toSave(after({ do: 'turn', by: 90 }, { do: 'turn', by: 270 }))).toBeNull();
  expect(isEdited(after({ do: 'shape', shape: 'original' }))).toBe(false);
  expect(isEdited(after({ do: 'turn', by: 90 }))).toBe(true);
  expect(toSave(after({ do: 'turn', by: 90 }))).toEqual({ ...plainRecipe, rotate: 90 });
});

test('a mark over the picture is not the editor’s to take away', () => {
  const marked = { ...plainRecipe, rotate: 90 as const, watermark: { text: 'Nour', opacity: 0.5, place: 'centre' as const } };
  expect(edited(opened(marked), { do: 'reset' }, size).now.recipe).toEqual({ ...plainRecipe, watermark: marked.watermark });
});
