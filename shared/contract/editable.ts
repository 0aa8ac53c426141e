import { checkOp, productDescription } from '../catalog/description.ts';
import { checkShopOp, shopDescription } from '../catalog/shop-description.ts';
import type { AppError } from '../kernel/errors.ts';
import { checkConversationOp, checkMessageOp, conversationDescription, messageDescription } from '../messaging/description.ts';
import { checkOrderOp, orderDescription } from '../orders/description.ts';
import type { EntityDescription, EntityName, FieldOp } from '../sync/model.ts';

/** A kind of record that people edit: how it describes itself, and the check of an operation before it is kept. */
export type Editable = { readonly description: EntityDescription; readonly checkOp: (op: FieldOp) => AppError | null };

/** Everything that is edited and synchronised, by its name; categories are the marketplace's and only read. */
export const editable: Readonly<Record<EntityName, Editable | null>> = {
  product: { description: productDescription, checkOp },
  shop: { description: shopDescription, checkOp: checkShopOp },
  order: { description: orderDescription, checkOp: checkOrderOp },
  conversation: { description: conversationDescription, checkOp: checkConversationOp },
  message: { description: messageDescription, checkOp: checkMessageOp },
  category: null,
};

/** The table records of a kind lie in, in the cache and on the server. */
export const tableOf = { shop: 'shop', category: 'category', product: 'product', order: 'orders', conversation: 'conversation', message: 'message' } as const satisfies Record<EntityName, string>;
