import type { Role } from '../auth/model.ts';
import type { Channel, ConversationFactKind, Message } from './model.ts';

const everyone: readonly Role[] = ['vendor', 'admin', 'moderator', 'support'];
const answering: readonly Role[] = ['vendor', 'admin', 'support'];

/** Who may say from a console that something was done about a conversation. */
export const factWriters: Readonly<Record<ConversationFactKind, readonly Role[]>> = {
  'assigned': everyone, 'prioritised': everyone, 'tagged': everyone, 'untagged': everyone, 'renamed': everyone,
  'snoozed': answering, 'woken': answering, 'resolved': answering, 'reopened': answering, 'closed': answering,
  'spam-marked': answering, 'spam-cleared': answering, 'merged': answering, 'unmerged': answering,
};

/** Who may write messages and notes. A moderator reads and notes; what is said to a customer is said by those who answer for it. */
export const messageWriters: Readonly<Record<Message['kind'], readonly Role[]>> = { message: answering, note: everyone };

/** Who may begin a conversation from a console: a shop asks the marketplace. Customers come in by the shop's own doors. */
export const mayBegin = (role: Role, channel: Channel): boolean => channel === 'support' && role === 'vendor';
