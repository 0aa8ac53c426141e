import { z } from 'zod';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';

/** A change of a record in a link of the chain: its id, and its fingerprint. */
export type AuditedChange = readonly [id: string, digest: string];

/**
 * Something in the audit that is not as it was written.
 *
 * - `link-altered` · `link-missing` · `link-does-not-follow` a link, by its number
 * - `change-altered` · `change-missing` a change of a record, by its id · `changes-added` more of them than the chain knows
 * - `end-moved` · `end-unsigned` · `seal-wrong` · `seal-of-another-chain` the chain was cut, or made anew
 */
export const auditProblem = z.object({
  /** Number of the link it is in. */
  seq: z.int(),
  /** Of the link or the change of a record, where it is known. */
  id: z.string().nullable(),
  kind: z.enum(['link-altered', 'link-missing', 'link-does-not-follow', 'change-altered', 'change-missing', 'changes-added', 'end-moved', 'end-unsigned', 'seal-wrong', 'seal-of-another-chain']),
  count: z.int().nullable(),
});
export type AuditProblem = z.infer<typeof auditProblem>;

/** What became of going through the audit; `problemCount` also of those not told one by one. */
export const auditReport = z.object({ links: z.int(), changes: z.int(), /** Number of the last link. */ through: z.int(), at: epochMs, problems: z.array(auditProblem), problemCount: z.int() });
export type AuditReport = z.infer<typeof auditReport>;

/** One line of the audit: what somebody did (`act`), or a change of a record, field by field. */
export const auditLine = z.object({
  id: z.string(),
  kind: z.enum(['act', 'change']),
  /** By the server's clock, and by that of the device for changes made offline. */
  at: epochMs,
  madeAt: epochMs.nullable(),
  by: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  device: z.string().nullable(),
  /** `payouts.run-approved`, or the intent of a change: `edit-price`. */
  action: z.string(),
  object: z.object({ kind: z.string(), id: z.string().nullable() }),
  shop: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  reason: z.string().nullable(),
  /** What became of a change; null for an act. */
  outcome: z.string().nullable(),
  was: json,
  became: json,
  changes: z.array(z.object({ path: z.string(), before: json, after: json })),
  /** Number of the link that holds it; null for a change of the last seconds. */
  seq: z.int().nullable(),
});
export type AuditLine = z.infer<typeof auditLine>;
