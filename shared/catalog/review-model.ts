import { z } from 'zod';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';

/**
 * What waits for a moderator, or came back with a word. Of an edit of a published listing the product's own fields hold what is proposed, and `live`
 * holds, by field path, what buyers still see; of a listing that is looked at for the first time nothing is live.
 */
export const pendingReview = z.object({
  state: z.enum(['pending', 'changes_requested', 'declined']),
  since: epochMs,
  /** When what is proposed last changed: whoever decides about an older state is told so instead of deciding about words they never read. */
  changedAt: epochMs.optional(),
  /** What the moderator wrote to the vendor. */
  note: z.string().max(2_000).nullable(),
  noteAt: epochMs.nullable(),
  live: z.record(z.string().max(300), json),
});
export type PendingReview = z.infer<typeof pendingReview>;
