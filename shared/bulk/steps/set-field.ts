import type { Product } from '../../catalog/model.ts';
import type { Json } from '../../kernel/json.ts';
import { err, ok } from '../../kernel/result.ts';
import type { FieldOp } from '../../sync/model.ts';
import { getAt } from '../../sync/paths.ts';
import type { FieldValue, StepOf } from '../model.ts';
import { checkCurrency } from './amounts.ts';
import type { RunStep } from './step.ts';

/** Gives a field the same value in every product, or empties it; whether the value fits is for the rules of the catalogue to say. */
export const setStep = ({ to }: StepOf<'set'>): RunStep => (now) => {
  const other = 'of' in to && to.value !== null ? checkCurrency(now, { currency: null, of: to.of }, to.field) : null;
  if (other) return err(other);
  return ok(pathsOf(now, to).flatMap((path): FieldOp[] => {
    const base = getAt(now as unknown as Json, path);
    return base === to.value ? [] : [{ op: 'set', path, base, value: to.value }];
  }));
};

function pathsOf(product: Product, to: FieldValue): readonly string[] {
  const each = (name: string): string[] => Object.keys(product.variants).map((id) => `variants/${id}/${name}`);
  switch (to.field) {
    case 'brand':
    case 'categoryId':
    case 'condition':
    case 'lowStockAt':
    case 'backorder': return [to.field];
    case 'taxClass':
    case 'weightG':
    case 'price':
    case 'compareAt':
    case 'cost': return each(to.field);
    case 'attribute': return [`attributes/${to.key}`];
  }
}
