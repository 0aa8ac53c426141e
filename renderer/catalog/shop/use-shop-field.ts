import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { draftKey, drafts, draftValue } from '#renderer/lib/drafts.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { json, type Json } from '#shared/kernel/json.ts';
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

export type ShopField = {
  readonly path: string;
  readonly label: string;
  readonly text: string;
  readonly fault: string | null;
  readonly isDraft: boolean;
  readonly saving: boolean;
  readonly type: (text: string) => void;
  readonly commit: () => Promise<void>;
  readonly restore: () => void;
};

const keptDraft = z.object({ text: z.string(), base: json });

/** One field of a shop that saves itself; what was typed and not saved outlives leaving the page and reloading the window. */
export function useShopField<T extends Json>({ path, value, write, read, label, draft: part }: Options<T>): ShopField {
  const { t } = useTranslation('shop');
  const { detail, account, save } = useShopPage();
  const explain = useExplain();
  const key = draftKey(account, detail.shop.id, part === undefined ? path : `${path}/${part}`);
  const [draft, setDraft] = useState<{ text: string; base: T } | null>(() => {
    const kept = drafts().get(key);
    const parsed = kept === null ? null : keptDraft.safeParse(draftValue(kept));
    // Written by this very field with its own value as base.
    return parsed?.success ? { text: parsed.data.text, base: parsed.data.base as T } : null;
  });
  const [fault, setFault] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const forget = () => {
    drafts().remove(key);
    setDraft(null);
    setFault(null);
  };
  return {
    path, label, saving, fault,
    text: draft?.text ?? write(value),
    isDraft: draft !== null,
    type: (text) => {
      const next = { text, base: draft?.base ?? value };
      setDraft(next);
      setFault(null);
      drafts().set(key, JSON.stringify(next));
    },
    restore: forget,
    commit: async () => {
      if (draft === null || saving) return;
      const parsed = read(draft.text);
      if (!parsed.ok) return setFault(parsed.error);
      if (JSON.stringify(parsed.value) === JSON.stringify(value)) return forget();
      setSaving(true);
      const result = await save([setTo(path, draft.base, parsed.value)], t('saved', { name: label }));
      setSaving(false);
      if (result.ok) return forget();
      const { what, wayOut } = explain(result.error);
      setFault(`${what} ${wayOut}`);
    },
  };
}
