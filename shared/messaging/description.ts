import type { z } from 'zod';
import type { AppError } from '../kernel/errors.ts';
import { hasZeroCharacter, type Json } from '../kernel/json.ts';
import type { EntityDescription, FieldKind, FieldOp, ScopeName } from '../sync/model.ts';
import { conversation, conversationFact, message, sideOf, type Conversation, type Message } from './model.ts';
import { checkConversation, checkMessage } from './rules.ts';

const FACT = /^facts\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FIELDS: ReadonlySet<string> = new Set(Object.keys(conversation.shape).filter((name) => name !== 'facts'));
const MESSAGE_FIELDS: ReadonlySet<string> = new Set(Object.keys(message.shape));

const kindOf = (path: string): FieldKind | null => (FACT.test(path) ? 'element' : FIELDS.has(path) ? 'fixed' : null);
const kindOfMessage = (path: string): FieldKind | null => (MESSAGE_FIELDS.has(path) ? 'fixed' : null);

/** Refuses an operation on a conversation that is not something done being added. */
export function checkConversationOp(op: FieldOp): AppError | null {
  const kind = kindOf(op.path);
  if (kind === null) return { code: 'invalid-input', field: op.path, rule: 'unknown-field' };
  if (kind === 'fixed') return { code: 'rule-broken', field: op.path, rule: 'fixed-field' };
  if (hasZeroCharacter(op as unknown as Json)) return { code: 'invalid-input', field: op.path, rule: 'zero-character' };
  if (op.op !== 'set') return { code: 'invalid-input', field: op.path, rule: 'wrong-operation', details: { op: op.op, kind } };
  return op.value === null ? { code: 'rule-broken', field: op.path, rule: 'fact-stays' } : shapeError(conversationFact, op.value, op.path);
}

/** Nothing of a message is ever changed. */
export const checkMessageOp = (op: FieldOp): AppError | null => (MESSAGE_FIELDS.has(op.path) ? { code: 'rule-broken', field: op.path, rule: 'fixed-field' } : { code: 'invalid-input', field: op.path, rule: 'unknown-field' });

function shapeError(schema: z.ZodType, value: unknown, at: string): AppError | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0]!;
  return { code: 'invalid-input', field: [at, ...issue.path].filter((step) => step !== '').join('/'), rule: issue.code, details: { expected: issue.message } };
}

function newFacts(before: Conversation, after: Conversation): AppError | null {
  for (const [id, fact] of Object.entries(after.facts)) {
    const wrong = before.facts[id] === fact ? null : shapeError(conversationFact, fact, `facts/${id}`);
    if (wrong) return wrong;
  }
  return null;
}

const vendorScope = (shopId: string): ScopeName => `vendor:${shopId}` as ScopeName;
const ADMIN = 'admin' as ScopeName;

/** How conversations describe themselves to the sync engine. */
export const conversationDescription = {
  entity: 'conversation',
  kindOf,
  check: (before, after, by) => {
    const [was, is] = [before as unknown as Conversation | null, after as unknown as Conversation];
    return (was === null ? shapeError(conversation, is, '') : newFacts(was, is)) ?? checkConversation(was, is, by);
  },
  checkDelete: () => ({ code: 'forbidden', rule: 'conversation-stays' }),
  scopesOf: (doc) => [vendorScope((doc as unknown as Conversation).shopId), ADMIN],
} as const satisfies EntityDescription;

/** Who may read a message: a note of the marketplace is its own, and one of a shop that asks the marketplace is the shop's own. */
export function seenBy({ kind, by, channel }: Pick<Message, 'kind' | 'by' | 'channel'>): 'both' | 'shop' | 'marketplace' {
  if (kind === 'message') return 'both';
  if (sideOf(by.role) === 'marketplace') return 'marketplace';
  return channel === 'support' ? 'shop' : 'both';
}

/** How messages describe themselves to the sync engine. */
export const messageDescription = {
  entity: 'message',
  kindOf: kindOfMessage,
  check: (before, after, by) => shapeError(message, after, '') ?? checkMessage(before as unknown as Message | null, after as unknown as Message, by),
  checkDelete: () => ({ code: 'forbidden', rule: 'message-stays' }),
  scopesOf: (doc) => {
    const one = doc as unknown as Message;
    switch (seenBy(one)) {
      case 'both': return [vendorScope(one.shopId), ADMIN];
      case 'shop': return [vendorScope(one.shopId)];
      case 'marketplace': return [ADMIN];
    }
  },
} as const satisfies EntityDescription;
