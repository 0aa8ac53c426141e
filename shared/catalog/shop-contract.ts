import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { fieldConflict, fieldOp } from '../sync/model.ts';
import { cellMark, historyEntry, historyQuery } from './contract.ts';
import { shop } from './model.ts';

export const shopChannels = channels({
  /** One shop as its page shows it: profile, places, tax and shipping, closures. */
  'catalog.shop': {
    input: z.object({ id: shopId }),
    output: z.object({
      shop,
      version: z.int(),
      /** Field path to what is different about it. */
      marks: z.record(z.string(), cellMark),
      conflicts: z.array(z.object({ id: uuid, field: fieldConflict })),
      editable: z.boolean(),
    }),
  },
  /** Edits fields of a shop; on disk before the answer, refused by the same rules as on the server. */
  'catalog.editShop': {
    input: z.object({ id: shopId, ops: z.array(fieldOp).min(1).max(500), intent: z.string().regex(/^[a-z0-9-]{1,60}$/) }),
    output: z.object({ mids: z.array(uuid) }),
  },
  /** Takes an edit of this shop back, sent or not; a value somebody changed since stays (`kept`). */
  'catalog.undoShop': { input: z.object({ mid: uuid }), output: z.object({ undone: z.int(), compensated: z.int(), kept: z.int() }) },
  'catalog.shopHistory': {
    input: z.object({ id: shopId, limit: z.int().min(1).max(500).default(50) }),
    output: z.object({ entries: z.array(historyEntry), complete: z.boolean() }),
  },
});

export const shopEndpoints = endpoints({
  shopHistory: {
    method: 'get', path: '/catalog/shops/:id/history', auth: 'signed-in', summary: 'Who changed what on a shop, newest first.',
    params: z.strictObject({ id: shopId }),
    query: historyQuery,
    reply: z.object({ entries: z.array(historyEntry) }),
    errors: ['signed-out', 'not-found'],
  },
});
