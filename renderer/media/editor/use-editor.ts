import { useMe } from '#renderer/app/live.ts';
import { ask, type Input } from '#renderer/lib/client.ts';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { Size } from '#shared/media/geometry.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { useUndoToast } from '../../catalog/use-undo.ts';
import { edited, editorState, isEdited, opened, toSave, type Edit, type EditorState } from './editor-state.ts';

/** How the recipe of a listing's picture is written down: one edit, compared with what it was over, that can be taken back. */
export function useSaveRecipe(productId: string, imageId: string) {
  const report = useUndoToast();
  return async (base: Recipe | null, value: Recipe | null, said: string): Promise<Result<null, AppError>> => {
    const input: Input<'catalog.edit'> = { edits: [{ id: productId as ProductId, ops: [{ op: 'set', path: `images/${imageId}/recipe`, base, value }] }], intent: 'edit-picture' };
    const result = await ask('catalog.edit', input);
    if (!result.ok) return result;
    report(said, result.value, input);
    return ok(null);
  };
}

export type Editor = {
  readonly state: EditorState;
  /** Something was begun here before and is still there. */
  readonly wasKept: boolean;
  readonly act: (edit: Edit) => void;
  /** Gives up what was begun: as the listing has it now. */
  readonly startOver: (recipe: Recipe | null) => void;
  readonly save: (said: string) => Promise<Result<null, AppError>>;
};

/** A picture that is being edited: kept through closing the dialog and reloading the window until it is saved or given up. */
export function useEditor({ productId, imageId, size, recipe }: { productId: string; imageId: string; size: Size; recipe: Recipe | null }): Editor {
  const account = useMe()?.id ?? '';
  const [kept, keep, forget] = useKept(draftKey(account, productId, `images/${imageId}/recipe`), editorState, opened(recipe));
  // Nothing was done to it: then it is what the listing says, also when that changes while it is open.
  const state = !isEdited(kept) && JSON.stringify(kept.base) !== JSON.stringify(recipe) ? opened(recipe) : kept;
  const write = useSaveRecipe(productId, imageId);
  return {
    state,
    wasKept: state.past.length + state.future.length > 0,
    act: (edit) => {
      const next = edited(state, edit, size);
      if (next !== state) keep(next);
    },
    startOver: (from) => {
      forget();
      keep(opened(from));
    },
    save: async (said) => {
      const result = await write(state.base, toSave(state), said);
      if (result.ok) forget();
      return result;
    },
  };
}
