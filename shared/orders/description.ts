import type { z } from 'zod';
import type { AppError } from '../kernel/errors.ts';
import { hasZeroCharacter, type Json } from '../kernel/json.ts';
import type { EntityDescription, FieldKind, FieldOp, ScopeName } from '../sync/model.ts';
import { order, orderFact, type Order } from './model.ts';
import { checkOrder } from './rules.ts';

const FACT = /^facts\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FIELDS: ReadonlySet<string> = new Set(Object.keys(order.shape).filter((name) => name !== 'facts'));

/** Facts are added whole; everything else was settled when the order was placed. Null: an order has no such field. */
const kindOf = (path: string): FieldKind | null => (FACT.test(path) ? 'element' : FIELDS.has(path) ? 'fixed' : null);

/** Refuses an operation on an order that is not a fact being added. */
export function checkOrderOp(op: FieldOp): AppError | null {
  const kind = kindOf(op.path);
  if (kind === null) return { code: 'invalid-input', field: op.path, rule: 'unknown-field' };
  if (kind === 'fixed') return { code: 'rule-broken', field: op.path, rule: 'fixed-field' };
  if (hasZeroCharacter(op as unknown as Json)) return { code: 'invalid-input', field: op.path, rule: 'zero-character' };
  if (op.op !== 'set') return { code: 'invalid-input', field: op.path, rule: 'wrong-operation', details: { op: op.op, kind } };
  return op.value === null ? { code: 'rule-broken', field: op.path, rule: 'fact-stays' } : shapeError(orderFact, op.value, op.path);
}

function shapeError(schema: z.ZodType, value: unknown, at: string): AppError | null {
  const parsed = schema.safeParse(value);
  if (parsed.success) return null;
  const issue = parsed.error.issues[0]!;
  return { code: 'invalid-input', field: [at, ...issue.path].filter((step) => step !== '').join('/'), rule: issue.code, details: { expected: issue.message } };
}

/** What is new is looked at; the rest was, when it came. */
function newShapes(before: Order | null, after: Order): AppError | null {
  if (before === null) return shapeError(order, after, '');
  for (const [id, fact] of Object.entries(after.facts)) {
    const wrong = before.facts[id] === fact ? null : shapeError(orderFact, fact, `facts/${id}`);
    if (wrong) return wrong;
  }
  return null;
}

/** How orders describe themselves to the sync engine. */
export const orderDescription = {
  entity: 'order',
  kindOf,
  check: (before, after, by) => {
    const [was, is] = [before as unknown as Order | null, after as unknown as Order];
    return newShapes(was, is) ?? checkOrder(was, is, by);
  },
  checkDelete: () => ({ code: 'forbidden', rule: 'order-stays' }),
  scopesOf: (doc) => [`vendor:${(doc as unknown as Order).shopId}` as ScopeName, 'admin' as ScopeName],
} as const satisfies EntityDescription;
