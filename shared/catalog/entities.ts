import type { AppError } from '../kernel/errors.ts';
import type { EntityDescription, EntityName, FieldOp } from '../sync/model.ts';
import { checkOp, productDescription } from './description.ts';
import { checkShopOp, shopDescription } from './shop-description.ts';

/** A kind of record that people edit: how it describes itself, and the check of an operation before it is kept. */
export type Editable = { readonly description: EntityDescription; readonly checkOp: (op: FieldOp) => AppError | null };

/** Everything that is edited and synchronised, by its name; categories are the marketplace's and only read. */
export const editable: Readonly<Record<EntityName, Editable | null>> = {
  product: { description: productDescription, checkOp },
  shop: { description: shopDescription, checkOp: checkShopOp },
  category: null,
};
