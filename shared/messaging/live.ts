import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { uuid } from '../kernel/ids.ts';
import { SECOND_MS } from '../kernel/time.ts';
import { conversationId } from './model.ts';

/** What somebody does in a conversation right now; `gone`: no longer there. */
export const doing = z.enum(['viewing', 'typing', 'drafting', 'gone']);
export type Doing = z.infer<typeof doing>;

/** Console to server, over the socket: I am here. Said again every few seconds; nobody writes it down. */
export const hereSaid = z.strictObject({ conversation: conversationId, shop: shopId, doing });
export type HereSaid = z.infer<typeof hereSaid>;

/** Server to consoles of the same scope: who does what where. `userId` null: the customer. A vendor reads people of the marketplace by its name alone. */
export const presence = z.object({ conversation: conversationId, userId: uuid.nullable(), name: z.string().max(120), doing });
export type Presence = z.infer<typeof presence>;

/** How often a console says it is still there, and after how long without a word somebody is thought gone. */
export const SAY_AGAIN_MS = 10 * SECOND_MS;
export const THOUGHT_GONE_MS = 25 * SECOND_MS;
/** Typing is over this long after the last key. */
export const STOPPED_TYPING_MS = 5 * SECOND_MS;

/** What the server tells consoles about people, beside news of records; lost with the line, and said again. */
export const messagingLiveEvents = { presence } as const;
