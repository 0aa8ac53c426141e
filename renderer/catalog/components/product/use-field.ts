import { useState } from 'react';
import { z } from 'zod';
import { draftKey, drafts, draftValue } from '#renderer/lib/drafts.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { json, type Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import type { FieldOp } from '#shared/sync/model.ts';
import type { Intent } from '../../use-edits.ts';
import { useProductPage } from './product-context.ts';

type Options<T extends Json> = {
  path: string;
  /** What the record says now. */
  value: T;
  write: (value: T) => string;
  /** The value of a text, or what is wrong with it in words. Asked with every key. */
  read: (text: string) => Result<T, string>;
  intent: Intent;
  label: string;
  said: string;
  /** Other than setting `path` from base to value. */
  ops?: (base: T, value: T) => readonly FieldOp[];
};

export type Field = {
  readonly path: string;
  readonly label: string;
  readonly text: string;
  /** What is wrong; while typing only what typing on cannot mend. */
  readonly fault: string | null;
  readonly isDraft: boolean;
  readonly saving: boolean;
  /** The record changed under a draft: what it says now. */
  readonly meanwhile: string | null;
  readonly type: (text: string) => void;
  /** Saves what was typed: one operation with the value it was typed over. */
  readonly commit: () => Promise<void>;
  /** Back to what the record says. */
  readonly restore: () => void;
};

const keptDraft = z.object({ text: z.string(), base: json });

/**
 * One field that saves itself: typed text is a draft until it is saved or given back, and a draft survives leaving the page and
 * reloading the window. The value it started from travels with it, so that an edit made on old ground is found out.
 */
export function useField<T extends Json>({ path, value, write, read, intent, label, said, ops }: Options<T>): Field {
  const { detail, account, save } = useProductPage();
  const explain = useExplain();
  const key = draftKey(account, detail.product.id, path);
  const [draft, setDraft] = useState<{ text: string; base: T } | null>(() => {
    const kept = drafts().get(key);
    if (kept === null) return null;
    const parsed = keptDraft.safeParse(draftValue(kept));
    // Written by this very field with its own value as base.
    return parsed.success ? { text: parsed.data.text, base: parsed.data.base as T } : null;
  });
  const [fault, setFault] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);

  const forget = () => {
    drafts().remove(key);
    setDraft(null);
    setFault(null);
  };
  const now = draft === null ? null : read(draft.text);
  return {
    path, label, saving,
    text: draft?.text ?? write(value),
    fault: fault ?? (now && !now.ok ? now.error : null),
    isDraft: draft !== null,
    meanwhile: draft !== null && JSON.stringify(draft.base) !== JSON.stringify(value) ? write(value) : null,
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
      const result = await save(ops?.(draft.base, parsed.value) ?? [{ op: 'set', path, base: draft.base, value: parsed.value }], intent, said);
      setSaving(false);
      if (result.ok) return forget();
      const { what, wayOut } = explain(result.error);
      setFault(`${what} ${wayOut}`);
    },
  };
}
