import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { showToast } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';

export type ShopDetail = Output<'catalog.shop'>;

/** What every part of a shop's page needs to know. */
export type ShopPageContext = {
  readonly detail: ShopDetail;
  readonly account: string;
  /** One edit, one undo; refused: the reason, and nothing changed. */
  readonly save: (ops: readonly FieldOp[], said: string) => Promise<Result<null, AppError>>;
};

export const ShopContext = createContext<ShopPageContext | null>(null);

export function useShopPage(): ShopPageContext {
  const context = useContext(ShopContext);
  if (!context) throw new Error('a part of a shop outside of its page');
  return context;
}

/** One field from what it is to another value. */
export const setTo = (path: string, base: unknown, value: unknown): FieldOp => ({ op: 'set', path, base: (base ?? null) as Json, value: value as Json });

/** Saves edits of a shop and reports them with the way back. */
export function useSaveShop(id: ShopId): ShopPageContext['save'] {
  const { t } = useTranslation('shop');
  const explain = useExplain();
  const undo = async (mid: string) => {
    const result = await ask('catalog.undoShop', { mid });
    if (!result.ok) return showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    showToast({ tone: 'ok', text: t('undone'), detail: result.value.kept > 0 ? t('undoneKept') : undefined });
  };
  return async (ops, said) => {
    const result = await ask('catalog.editShop', { id, ops: [...ops], intent: 'edit-shop' });
    if (!result.ok) return result;
    const [mid] = result.value.mids;
    if (mid !== undefined) showToast({ tone: 'ok', text: said, undo: () => void undo(mid) });
    return { ok: true, value: null };
  };
}

/** The same where nothing was typed that could be kept at a field: a refusal is said in a toast. */
export function useSaveOrSay(): (ops: readonly FieldOp[], said: string) => Promise<boolean> {
  const { save } = useShopPage();
  const explain = useExplain();
  return async (ops, said) => {
    const result = await save(ops, said);
    if (!result.ok) showToast({ tone: 'bad', text: explain(result.error).what, detail: explain(result.error).wayOut });
    return result.ok;
  };
}
