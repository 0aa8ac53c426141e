import type { AppError } from '../kernel/errors.ts';
import { fold } from '../kernel/text.ts';
import type { Product } from './model.ts';
import { variantsInOrder } from './variant-rules.ts';

/** So many ways in which variants may differ. */
export const MOST_OPTIONS = 3;

/** So many characters one value may have. */
export const LONGEST_VALUE = 120;

/** One value of an axis as it is being edited; `from` is the value it was, folded, or null when it is new. */
export type AxisValue = { readonly id: string; readonly from: string | null; readonly text: string };

/** One axis as it is being edited: which of the product's options it was, and for a new one the value that the present variants take. */
export type AxisDraft = {
  readonly id: string;
  readonly from: number | null;
  readonly name: string;
  readonly values: readonly AxisValue[];
  /** Id of the value the present variants take; meant only for a new axis, null: its first. */
  readonly fill: string | null;
};

/** What is wrong with a draft, and where: the axis, and the value when it is one of its values. */
export type AxisFault = { readonly axis: string | null; readonly value: string | null; readonly error: AppError };

/** The axes of a product as somebody begins to edit them: values in the order in which its variants show them. */
export function axesOf(product: Pick<Product, 'options' | 'variants'>): readonly AxisDraft[] {
  const variants = variantsInOrder(product);
  return product.options.map((name, from) => {
    const values = new Map<string, AxisValue>();
    for (const [, { options }] of variants) {
      const text = options[from] ?? '';
      const key = fold(text);
      if (key !== '' && !values.has(key)) values.set(key, { id: key, from: key, text });
    }
    return { id: `option-${from}`, from, name, values: [...values.values()], fill: null };
  });
}

const broken = (rule: string, details: AppError['details'] = {}): AppError => ({ code: 'rule-broken', field: 'options', rule, details });

/** Everything that keeps a draft from being planned: nameless or equally named axes, blank or equal values, too many axes. */
export function axisFaults(axes: readonly AxisDraft[]): readonly AxisFault[] {
  const faults: AxisFault[] = [];
  if (axes.length > MOST_OPTIONS) faults.push({ axis: axes[MOST_OPTIONS]!.id, value: null, error: broken('most-options', { found: axes.length, most: MOST_OPTIONS }) });
  const names = new Set<string>();
  for (const axis of axes) {
    const name = fold(axis.name);
    if (name === '') faults.push({ axis: axis.id, value: null, error: broken('option-name-needed') });
    else if (names.has(name)) faults.push({ axis: axis.id, value: null, error: broken('option-name-taken', { option: axis.name.trim() }) });
    names.add(name);
    if (axis.values.length === 0) faults.push({ axis: axis.id, value: null, error: broken('option-values-needed', { option: axis.name.trim() }) });
    const texts = new Set<string>();
    for (const { id, text } of axis.values) {
      const key = fold(text);
      if (key === '') faults.push({ axis: axis.id, value: id, error: broken('option-value-needed', { option: axis.name.trim() }) });
      else if (texts.has(key)) faults.push({ axis: axis.id, value: id, error: broken('option-value-taken', { value: text.trim() }) });
      else if (text.trim().length > LONGEST_VALUE) faults.push({ axis: axis.id, value: id, error: broken('option-value-too-long', { found: text.trim().length, most: LONGEST_VALUE }) });
      texts.add(key);
    }
  }
  return faults;
}
