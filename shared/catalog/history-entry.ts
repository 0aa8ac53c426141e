import { z } from 'zod';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';

/** One entry of a product's history: sent and decided, or still waiting here. */
export const historyEntry = z.object({
  id: z.string(),
  at: epochMs,
  appliedAt: epochMs.nullable(),
  /** Null: by the marketplace's staff, or unknown. */
  by: z.string().nullable(),
  device: z.string().nullable(),
  intent: z.string(),
  changes: z.array(z.object({ path: z.string(), before: json, after: json, delta: z.int().nullable(), reason: z.string().nullable() })),
  state: z.enum(['applied', 'unsent', 'rejected', 'conflict']),
  /** What it was done at once with: a bulk edit, an import, a restoration. */
  group: z.string().nullable().default(null),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** A page of a history: the newest, or those that came before an entry that is known; `skip` is how consoles of protocol 3 and 4 asked for it. */
export const historyQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(50), skip: z.coerce.number().int().min(0).default(0), before: z.string().max(60).optional() });
