import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels } from '../contract/channel.ts';
import { uuid } from '../kernel/ids.ts';

/** So many bytes of a chosen file travel from the window at once; as base64 a third more. */
export const INTAKE_BYTES = 1024 * 1024;

/** What a file that comes in is for: each has its own limits, and somebody who takes it over once it is whole. */
export const intakeUse = z.discriminatedUnion('what', [
  /** A list of products, read while it comes in. */
  z.strictObject({ what: z.literal('table') }),
  /** What buyers of a download get. */
  z.strictObject({ what: z.literal('product-file'), productId: uuid }),
  /** A picture of a shop, for a listing or for the tray. */
  z.strictObject({ what: z.literal('picture'), shopId, productId: uuid.optional() }),
  /** An exported outbox that is taken over. */
  z.strictObject({ what: z.literal('outbox') }),
]);
export type IntakeUse = z.infer<typeof intakeUse>;

const intake = z.object({ intake: uuid });

/**
 * The one road for files from a window: piece by piece, `begin`, `append` until all is there, `finish`. Nothing is kept of one that was not finished,
 * or that nobody took over.
 */
export const intakeChannels = channels({
  /** Refused before the first byte when its use does not take a file of that size, or the disk has no room. */
  'intake.begin': { input: z.object({ use: intakeUse, name: z.string().max(1_000), bytes: z.int().min(0), mime: z.string().max(200) }), output: intake },
  /** `held`: so much is here; what does not continue from there was not taken. `data`: base64. */
  'intake.append': { input: intake.extend({ offset: z.int().min(0), data: z.string().max(INTAKE_BYTES * 2) }), output: z.object({ held: z.int() }) },
  /** The file whole and on disk; refused as `file-changed` when it is shorter than was said. */
  'intake.finish': { input: intake, output: z.object({ bytes: z.int(), sha256: z.string() }) },
  'intake.cancel': { input: intake, output: z.object({}) },
});
