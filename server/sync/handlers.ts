import { conversationStore } from '#server/messaging/conversation-store.ts';
import { messageStore } from '#server/messaging/message-store.ts';
import { orderStore } from '#server/orders/order-store.ts';
import { productStore } from '#server/catalog/product-store.ts';
import { shopStore } from '#server/catalog/shop-store.ts';
import { inSnapshot } from '#server/db/transaction.ts';
import type { ServerDeps } from '#server/deps.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import { ok } from '#shared/kernel/result.ts';
import type { syncEndpoints } from '#shared/sync/contract.ts';
import { readAudit } from './read-audit.ts';
import { bucketsOf, digestOf, recordsAgain } from './digest.ts';
import { listScopes, pull } from './pull.ts';
import type { Stores } from './entity-store.ts';
import { push } from './push.ts';
import { takenBefore } from './taken-before.ts';
import { openSnapshots, type Snapshots } from './snapshot/snapshots.ts';

/** The records people edit; categories are the marketplace's own. */
export const stores: Stores = { product: productStore, shop: shopStore, order: orderStore, conversation: conversationStore, message: messageStore, category: null };

/** Answers everything a console asks about sync. `close` waits for snapshots that are being built. */
export function syncHandlers(deps: ServerDeps, snapshots: Snapshots = openSnapshots(deps)): EndpointHandlers<typeof syncEndpoints> & { close(): Promise<void> } {
  return {
    scopes: async ({ query }, { actor }) => ok(await listScopes(deps, actor, query.client)),
    pull: ({ query }, { actor }) => pull(deps, actor, query),
    digest: ({ query }, { actor }) => digestOf(deps, actor, query),
    buckets: ({ query }, { actor }) => bucketsOf(deps, actor, query),
    records: ({ body }, { actor }) => recordsAgain(deps, actor, body),
    audit: ({ query }, { actor }) => readAudit(deps, actor, query),
    known: async ({ body: { edits } }, { actor }) => ok({ known: await inSnapshot(deps.db, async (trx) => [...(await takenBefore(trx, actor, edits)).keys()]) }),
    push: ({ body }, { actor }) => push(deps, stores, actor, body),
    snapshot: ({ body }, { actor }) => snapshots.manifest(actor, body),
    chunk: ({ params }, { actor }) => snapshots.chunk(actor, params.id, params.chunk),
    close: () => snapshots.close(),
  };
}
