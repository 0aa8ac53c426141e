import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { conversationId, priority, speaker } from './parts.ts';

const fact = <K extends string, S extends z.core.$ZodLooseShape>(kind: K, shape: S) => z.strictObject({ kind: z.literal(kind), at: epochMs, by: speaker, ...shape });

/** A word that sorts conversations: short, in one line. */
export const tag = z.string().trim().min(1).max(40).regex(/^[^\u0000-\u001f]+$/);
/** The moment of the last question that was known to whoever said so, 0 without one: what was asked later is still to be answered, whatever anybody's clock says. */
const asked = { askedAt: z.int().min(0) };

/**
 * Something somebody did about a conversation, once and for good. How a conversation stands is read from these and from its messages;
 * two people who do two things at once leave both.
 */
export const conversationFact = z.discriminatedUnion('kind', [
  fact('assigned', { to: uuid.nullable(), how: z.enum(['person', 'taken', 'turn']) }),
  fact('prioritised', { priority }),
  fact('tagged', { tag }),
  fact('untagged', { tag }),
  fact('renamed', { subject: z.string().trim().min(1).max(200) }),
  /** Out of sight until a moment, or (`until` null) until somebody asks again, which ends it in any case. */
  fact('snoozed', { until: epochMs.nullable(), ...asked }),
  fact('woken', {}),
  fact('resolved', asked),
  fact('reopened', {}),
  fact('closed', asked),
  fact('spam-marked', {}),
  fact('spam-cleared', {}),
  /** It goes on in another conversation of the same shop; `unmerged` takes that back. */
  fact('merged', { into: conversationId }),
  fact('unmerged', {}),
]);
export type ConversationFact = z.infer<typeof conversationFact>;
export type ConversationFactKind = ConversationFact['kind'];
export type ConversationFactOf<K extends ConversationFactKind> = Extract<ConversationFact, { kind: K }>;
export const conversationFactKinds: readonly ConversationFactKind[] = conversationFact.options.map((option) => option.shape.kind.value);

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A fact before it is known who says it, and when; of what was asked the console knows itself. */
export type Said = Without<ConversationFact, 'at' | 'by'>;
