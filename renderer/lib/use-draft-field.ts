import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import { json, type Json } from '#shared/kernel/json.ts';
import type { Result } from '#shared/kernel/result.ts';
import { drafts, draftValue } from './drafts.ts';
import { useExplain } from './explain-error.ts';

type Options<T extends Json> = {
  /** Name of the draft (`draftKey`). */
  key: string;
  /** What the record says now. */
  value: T;
  write: (value: T) => string;
  /** The value of a text, or what is wrong with it in words. */
  read: (text: string) => Result<T, string>;
  /** Saves it, from the value it was typed over. */
  save: (base: T, value: T) => Promise<Result<unknown, AppError>>;
};

export type DraftField = {
  readonly text: string;
  /** What saving it came to, in words. */
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
export function useDraftField<T extends Json>({ key, value, write, read, save }: Options<T>): DraftField {
  const explain = useExplain();
  const [draft, setDraft] = useState<{ text: string; base: T } | null>(() => {
    const kept = drafts().get(key);
    const parsed = kept === null ? null : keptDraft.safeParse(draftValue(kept));
    // Written by this very field with its own value as base.
    return parsed?.success ? { text: parsed.data.text, base: parsed.data.base as T } : null;
  });
  const [fault, setFault] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  /** On disk, while the record on screen still says what it said before: shown at once, so that a saved value does not blink back. */
  const [saved, setSaved] = useState<{ readonly value: T; readonly over: string } | null>(null);
  const forget = () => {
    drafts().remove(key);
    setDraft(null);
    setFault(null);
  };
  // What the record says already is no draft: so it is when a window is reloaded between a save and its answer.
  if (draft !== null && draft.text === write(value)) setDraft(null);
  if (saved !== null && saved.over !== JSON.stringify(value)) setSaved(null);
  const isDraft = draft !== null;
  useEffect(() => {
    if (!isDraft) drafts().remove(key);
  }, [isDraft, key]);
  return {
    saving, fault, isDraft,
    text: draft?.text ?? write(saved === null ? value : saved.value),
    meanwhile: isDraft && JSON.stringify(draft.base) !== JSON.stringify(value) ? write(value) : null,
    type: (text) => {
      const next = { text, base: draft?.base ?? saved?.value ?? value };
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
      const result = await save(draft.base, parsed.value);
      setSaving(false);
      if (result.ok) {
        if (JSON.stringify(draft.base) === JSON.stringify(value)) setSaved({ value: parsed.value, over: JSON.stringify(value) });
        return forget();
      }
      const { what, wayOut } = explain(result.error);
      setFault(`${what} ${wayOut}`);
    },
  };
}
