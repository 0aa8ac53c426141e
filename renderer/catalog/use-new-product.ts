import { useState } from 'react';
import { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import type { Me } from '#shared/auth/model.ts';
import { productKind, sku as skuSchema, type ProductId, type Shop, type VariantId } from '#shared/catalog/model.ts';
import { minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { useCodeCheck } from './components/product/use-code-check.ts';
import { freshId } from './components/views/use-views.ts';
import { draftProduct } from './new-product.ts';
import { useCatalog } from './store.ts';
import { useUndoToast } from './use-undo.ts';

const amount = z.int().nullable();
const typedProduct = z.object({
  /** Null: the first of the person's shops. */
  shopId: z.string().nullable(),
  title: z.string(), kind: productKind, sku: z.string(), price: minor.nullable(),
  /** A price that cannot be read yet, as it was typed. */
  unreadPrice: z.string().nullable(),
  pieces: z.int(), weightG: amount, durationMinutes: amount, capacity: amount,
});
type TypedProduct = z.infer<typeof typedProduct>;
const nothing: TypedProduct = { shopId: null, title: '', kind: 'physical', sku: '', price: null, unreadPrice: null, pieces: 0, weightG: null, durationMinutes: null, capacity: null };

/**
 * A new product while it is typed: kept until it is made or cleared, also when one leaves the page or reloads the window.
 *
 * `tries` counts the attempts to make it, so that the form can lead to what is wrong after each; `faults` is told from the first on.
 */
export function useNewProduct(me: Me, shops: readonly Shop[]) {
  const { t } = useTranslation('catalog');
  const locale = useLocale();
  const explain = useExplain();
  const undoToast = useUndoToast();
  const [typed, keep, forget] = useKept(draftKey(me.id, 'new', 'product'), typedProduct, nothing);
  const [tries, setTries] = useState(0);
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const shop = shops.find(({ id }) => id === typed.shopId) ?? shops[0]!;
  const { title, kind, price } = typed;
  const check = useCodeCheck('sku', typed.sku, { shopId: shop.id, productId: null, variantId: null }, true);
  const sku = skuSchema.safeParse(typed.sku);
  const faults = {
    title: title.trim() === '' ? t('new.titleNeeded') : title.length > 200 ? t('input.tooLong', { count: 200, found: title.length }) : null,
    sku: sku.success ? (check.usedBy ?? check.fault) : t('input.skuNeeded'),
    price: price === null ? t('input.empty') : price < 0 ? t('input.negative') : null,
  };
  return {
    typed, shop, faults, tries, refused, busy,
    /** Another one once everything is cleared: fields that hold what they cannot read begin anew. */
    round,
    skuTaken: check.usedBy !== null,
    type: (change: Partial<TypedProduct>) => keep({ ...typed, ...change }),
    isEmpty: Object.entries(nothing).every(([name, value]) => typed[name as keyof TypedProduct] === value),
    clear: () => {
      forget();
      setTries(0);
      setRefused(null);
      setRound(round + 1);
    },
    create: async (): Promise<void> => {
      setTries(tries + 1);
      if (faults.title !== null || !sku.success || check.fault !== null || price === null || price < 0 || typed.unreadPrice !== null) return;
      setBusy(true);
      const { pieces, weightG, durationMinutes, capacity } = typed;
      const made = draftProduct(
        { title, sku: sku.data, price, ...(kind === 'physical' ? { kind, pieces, weightG } : kind === 'service' ? { kind, durationMinutes, capacity } : { kind }) },
        { id: freshId() as ProductId, variantId: freshId() as VariantId, shop, by: me, locale, now: Date.now() as EpochMs },
      );
      const result = await ask('catalog.create', { product: made });
      setBusy(false);
      if (!result.ok) return setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
      forget();
      useCatalog.setState({ activeId: made.id });
      undoToast(t('new.made', { title: title.trim() }), result.value);
      // On to what comes next: a listing has its title, and wants its description.
      navigate(hrefOf(['catalog', made.id], { field: `texts/${locale}/description` }), { replace: true });
    },
  };
}
