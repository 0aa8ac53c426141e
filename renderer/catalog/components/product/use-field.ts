import { draftKey } from '#renderer/lib/drafts.ts';
import { useDraftField, type DraftField } from '#renderer/lib/use-draft-field.ts';
import type { Json } from '#shared/kernel/json.ts';
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

/** `fault`: while typing only what typing on cannot mend. */
export type Field = DraftField & { readonly path: string; readonly label: string };

/** One field of a product that saves itself (`useDraftField`), judged while it is typed. */
export function useField<T extends Json>({ path, value, write, read, intent, label, said, ops }: Options<T>): Field {
  const { detail, account, save } = useProductPage();
  const field = useDraftField({
    key: draftKey(account, detail.product.id, path), value, write, read,
    save: (base, next) => save(ops?.(base, next) ?? [{ op: 'set', path, base, value: next }], intent, said),
  });
  const now = field.isDraft ? read(field.text) : null;
  return { ...field, path, label, fault: field.fault ?? (now && !now.ok ? now.error : null) };
}
