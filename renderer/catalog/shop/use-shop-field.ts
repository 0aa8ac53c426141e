import { useTranslation } from 'react-i18next';
import { draftKey } from '#renderer/lib/drafts.ts';
import { useDraftField, type DraftField } from '#renderer/lib/use-draft-field.ts';
import type { Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import { setTo, useShopPage } from './shop-context.ts';

type Options<T extends Json> = {
  path: string;
  /** What the record says now. */
  value: T;
  write: (value: T) => string;
  /** The value of a text, or what is wrong with it in words. */
  read: (text: string) => Result<T, string>;
  label: string;
  /** Where several fields make up one value: the name of this one's draft. */
  draft?: string;
};

export type ShopField = DraftField & { readonly path: string; readonly label: string };

/** One field of a shop that saves itself (`useDraftField`). */
export function useShopField<T extends Json>({ path, value, write, read, label, draft: part }: Options<T>): ShopField {
  const { t } = useTranslation('shop');
  const { detail, account, save } = useShopPage();
  const key = draftKey(account, detail.shop.id, part === undefined ? path : `${path}/${part}`);
  const field = useDraftField({ key, value, write, read, save: (base, next) => save([setTo(path, base, next)], t('saved', { name: label })) });
  return { ...field, path, label };
}
