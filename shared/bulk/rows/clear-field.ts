import type { ImportChoices } from './model.ts';
import type { RowDraft } from './row-draft.ts';
import type { Target } from '../mapping/targets.ts';

const sideOf = { length: 0, width: 1, height: 2 } as const;

/** What an empty cell of a column takes away, where the file is said to clear; null where the product cannot be without (a SKU, a condition): it stays. */
export function clearField(target: Target, choices: ImportChoices): ((row: RowDraft) => void) | null {
  switch (target.field) {
    case 'title':
    case 'description': {
      const { field } = target;
      const locale = target.locale ?? choices.locale;
      return (row) => void (row.text(locale)[field] = null);
    }
    case 'price': {
      const { currency } = target;
      return currency === null ? null : (row) => void (row.list(currency).price = null);
    }
    case 'compareAt': {
      const { currency } = target;
      return currency === null ? ({ variant }) => void (variant.compareAt = null) : (row) => void (row.list(currency).compareAt = null);
    }
    case 'attribute': return ({ product }) => void (product.attributes[target.key] = null);
    case 'brand': return ({ product }) => void (product.brand = null);
    case 'category': return ({ product }) => void (product.categoryId = null);
    case 'tags': return ({ product }) => void (product.tags = null);
    case 'weight': return ({ variant }) => void (variant.weightG = null);
    case 'length':
    case 'width':
    case 'height': {
      const side = sideOf[target.field];
      return ({ variant }) => void (variant.sizeMm[side] = null);
    }
    case 'dimensions': return ({ variant }) => void (variant.sizeMm = [null, null, null]);
    case 'gtin':
    case 'mpn':
    case 'cost':
    case 'trackStock':
    case 'backorder':
    case 'lowStockAt': {
      const { field } = target;
      return ({ variant }) => void (variant[field] = null);
    }
    default: return null;
  }
}
