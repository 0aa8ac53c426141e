import { hrefOf } from '#renderer/app/router.ts';
import type { EntityName } from '#shared/sync/model.ts';

const places = { shop: 'shop', order: 'orders', conversation: 'conversations', product: 'catalog', category: 'catalog' } as const satisfies Record<Exclude<EntityName, 'message'>, string>;

/** The page of a record. Of a message the conversations: which one it belongs to is not told with it. */
export const recordHref = (entity: EntityName, id: string): string => (entity === 'message' ? hrefOf(['conversations']) : hrefOf([places[entity], id]));
