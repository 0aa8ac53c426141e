import { z } from 'zod';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import type { AxisDraft } from '#shared/catalog/axis-draft.ts';
import { freshId } from '../views/use-views.ts';
import { useProductPage } from './product-context.ts';

const keptAxes = z.array(
  z.object({
    id: z.string(), from: z.int().nullable(), name: z.string(), fill: z.string().nullable(),
    values: z.array(z.object({ id: z.string(), from: z.string().nullable(), text: z.string() })),
  }),
);

export const emptyAxis = (): AxisDraft => ({ id: freshId(), from: null, name: '', values: [], fill: null });

/** The axes as they are being edited. Unfinished, they stay: closing the dialog, leaving the page or reloading loses none of it. */
export function useAxesDraft() {
  const { detail: { product }, account } = useProductPage();
  const [axes, change, forget] = useKept<readonly AxisDraft[] | null>(draftKey(account, product.id, 'axes'), keptAxes, null);
  return {
    /** Null until somebody changes something: then it is as the product has them. */
    axes,
    isChanged: axes !== null,
    change,
    forget,
  };
}
export type AxesDraft = ReturnType<typeof useAxesDraft>;
