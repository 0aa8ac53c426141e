import { z } from 'zod';
import { assertNever } from '#shared/kernel/assert.ts';
import { cutToShape, paddedToShape, straightened, turned, withCut, withoutGround } from '#shared/media/crop.ts';
import type { Box, Size } from '#shared/media/geometry.ts';
import { plainRecipe, recipe as recipeSchema, type Recipe } from '#shared/media/recipe.ts';
import { ratioOf, shapeAcross, shapes, type Shape } from './shapes.ts';

/** Steps that can be taken back. */
const MOST_STEPS = 100;

const step = z.strictObject({ recipe: recipeSchema, shape: z.enum(shapes) });
export type Step = z.infer<typeof step>;

/** A picture that is being edited. It is kept while it is not saved: `base` says over what. */
export const editorState = z.strictObject({
  base: recipeSchema.nullable(),
  now: step,
  past: z.array(step).max(MOST_STEPS),
  future: z.array(step).max(MOST_STEPS),
  /** What the last step belongs to while a hand has not let go: a drag is one step, however far it goes. */
  run: z.string().nullable(),
});
export type EditorState = z.infer<typeof editorState>;

/** One thing done to a picture. Those with a `run` follow one another as one step, until `settle`. */
export type Edit =
  | { readonly do: 'turn'; readonly by: 90 | 270 }
  | { readonly do: 'straighten'; readonly degrees: number; readonly run?: string }
  | { readonly do: 'cut'; readonly box: Box; readonly run?: string }
  | { readonly do: 'shape'; readonly shape: Shape }
  | { readonly do: 'whole' } | { readonly do: 'close-corners' } | { readonly do: 'reset' }
  | { readonly do: 'settle' } | { readonly do: 'undo' } | { readonly do: 'redo' }
  | { readonly do: 'pad'; readonly background: string }
  | { readonly do: 'ground'; readonly colour: string | null; readonly run?: string }
  | { readonly do: 'focus'; readonly x: number; readonly y: number; readonly run?: string }
  /** What a fix made of it, whole. */
  | { readonly do: 'take'; readonly recipe: Recipe };

/** A picture as it is opened. */
export const opened = (recipe: Recipe | null): EditorState => ({ base: recipe, now: { recipe: recipe ?? plainRecipe, shape: 'free' }, past: [], future: [], run: null });

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** Whether something is edited and not saved. */
export const isEdited = ({ base, now }: EditorState): boolean => !same(base ?? plainRecipe, now.recipe);
/** What a listing says of it: nothing where nothing is changed. */
export const toSave = ({ now }: EditorState): Recipe | null => (same(now.recipe, plainRecipe) ? null : now.recipe);

const rounded = (value: number, steps: number): number => Math.round(value * steps) / steps + 0;
const share = (value: number): number => rounded(Math.min(1, Math.max(0, value)), 10_000);

/** What a step begins from: within a run, from where the run began, so that a slider pushed back gives back what it took. */
const originOf = (state: EditorState, run: string | null): Step => (run !== null && run === state.run ? (state.past.at(-1) ?? state.now) : state.now);

function nextStep(state: EditorState, edit: Exclude<Edit, { do: 'settle' | 'undo' | 'redo' }>, size: Size): Step {
  const { recipe, shape } = originOf(state, 'run' in edit ? (edit.run ?? null) : null);
  switch (edit.do) {
    case 'turn': return { recipe: turned(recipe, edit.by), shape: shapeAcross(shape) };
    case 'straighten': return { recipe: straightened(size, recipe, rounded(Math.min(45, Math.max(-45, edit.degrees)), 10)), shape };
    case 'cut': return { recipe: withCut(size, recipe, edit.box), shape };
    case 'shape': {
      const ratio = ratioOf(edit.shape, size, recipe);
      return { recipe: ratio === null ? recipe : cutToShape(size, recipe, ratio), shape: edit.shape };
    }
    case 'whole': return { recipe: { ...recipe, crop: null }, shape: 'free' };
    case 'close-corners': return { recipe: withoutGround(size, recipe), shape };
    case 'pad': return { recipe: paddedToShape(size, recipe, 1, edit.background), shape: 'free' };
    case 'ground': return { recipe: { ...recipe, background: edit.colour }, shape };
    case 'focus': return { recipe: { ...recipe, focus: { x: share(edit.x), y: share(edit.y) } }, shape };
    case 'take': return { recipe: edit.recipe, shape: 'free' };
    case 'reset': return { recipe: { ...plainRecipe, watermark: recipe.watermark }, shape: 'free' };
    default: return assertNever(edit);
  }
}

/**
 * A picture after one more thing was done to it; what the recipe cannot say (a strip padded to a square a hundred times its width) is not done.
 *
 * @param size the upright original, px
 */
export function edited(state: EditorState, edit: Edit, size: Size): EditorState {
  switch (edit.do) {
    case 'settle': return state.run === null ? state : { ...state, run: null };
    case 'undo': {
      const before = state.past.at(-1);
      return before ? { ...state, now: before, past: state.past.slice(0, -1), future: [state.now, ...state.future], run: null } : state;
    }
    case 'redo': {
      const [after, ...later] = state.future;
      return after ? { ...state, now: after, past: [...state.past, state.now], future: later, run: null } : state;
    }
    default: {
      const now = nextStep(state, edit, size);
      const run = 'run' in edit ? (edit.run ?? null) : null;
      if (!recipeSchema.safeParse(now.recipe).success || same(now, state.now)) return state;
      const isGoingOn = run !== null && run === state.run;
      return { ...state, now, past: isGoingOn ? state.past : [...state.past, state.now].slice(-MOST_STEPS), future: [], run };
    }
  }
}
