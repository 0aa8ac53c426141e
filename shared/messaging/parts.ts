import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';

export const conversationId = uuid.brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationId>;
export const messageId = uuid.brand<'MessageId'>();
export type MessageId = z.infer<typeof messageId>;

/** Who talks to whom: a customer asks a shop (`customer`), or a shop asks the marketplace (`support`). */
export const channels = ['customer', 'support'] as const;
export const channel = z.enum(channels);
export type Channel = z.infer<typeof channel>;

/** The three sides of the table. */
export const side = z.enum(['customer', 'shop', 'marketplace']);
export type Side = z.infer<typeof side>;

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export const priority = z.enum(priorities);
export type Priority = z.infer<typeof priority>;

export const speakerRole = z.enum(['customer', 'vendor', 'admin', 'moderator', 'support', 'system']);
/** Who said or did it. `id` null: a machine, or a customer whose number nobody needs. */
export const speaker = z.object({ id: uuid.nullable(), role: speakerRole });
export type Speaker = z.infer<typeof speaker>;

/** A place in a conversation: the moment the server took a message in, and its id where two came at once. */
export const stamp = z.object({ at: epochMs, id: messageId });
export type Stamp = z.infer<typeof stamp>;

/** Below zero: `a` stands before `b`. */
export const compareStamps = (a: Stamp, b: Stamp): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const sideOf = (role: Speaker['role']): Side => (role === 'customer' ? 'customer' : role === 'vendor' ? 'shop' : 'marketplace');
/** The side that asks in a conversation of this kind; whoever else speaks answers. */
export const askerOf = (of: Channel): Side => (of === 'customer' ? 'customer' : 'shop');
