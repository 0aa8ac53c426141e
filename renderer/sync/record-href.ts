import { hrefOf } from '#renderer/app/router.ts';
import type { EntityName } from '#shared/sync/model.ts';

/** The page of a record: a product's, or a shop's. */
export const recordHref = (entity: EntityName, id: string): string => hrefOf([entity === 'shop' ? 'shop' : 'catalog', id]);
