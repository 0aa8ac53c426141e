import type { AppError } from '../../kernel/errors.ts';
import type { Json } from '../../kernel/json.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { EpochMs } from '../../kernel/time.ts';
import type { FieldOp } from '../../sync/model.ts';
import { happenedTo } from '../happened.ts';
import type { FactActor, Order, OrderFact } from '../model.ts';
import { checkFact, withFact, writersOf } from '../rules.ts';
import type { OrderCommand } from './command.ts';
import { factsOf } from './facts-of.ts';
import type { Said } from './said.ts';

export { orderCommand, type OrderCommand } from './command.ts';

/** Who does something, when by their clock, and where ids of new facts come from. */
export type Doing = { readonly by: FactActor; readonly at: EpochMs; readonly newId: () => string };
/** What a command comes to: the edit that is sent, and the order with it. */
export type Ran = { readonly ops: FieldOp[]; readonly order: Order };

/**
 * Works out what a command does to an order, by the rules the server decides with. Nothing is written.
 *
 * @returns the operations that add its facts; or the first rule that stands against it
 */
export function runCommand(order: Order, command: OrderCommand, doing: Doing): Result<Ran, AppError> {
  const said = factsOf(order, command);
  return said.ok ? addFacts(order, said.value, doing) : said;
}

/** The same for facts that are known already. They come after everything that is known of the order, whatever the clock says: what follows from a thing is never before it. */
export function addFacts(order: Order, said: readonly Said[], { by, at, newId }: Doing): Result<Ran, AppError> {
  const latest = happenedTo(order).at(-1)?.fact.at ?? 0;
  let moment = Math.max(at, latest + 1);
  let now = order;
  const ops: FieldOp[] = [];
  for (const one of said) {
    const fact = { ...one, at: moment as EpochMs, by } as OrderFact;
    const broken = checkMay(fact) ?? checkFact(now, fact);
    if (broken) return err(broken);
    const id = newId();
    ops.push({ op: 'set', path: `facts/${id}`, base: null, value: fact as unknown as Json });
    now = withFact(now, id, fact);
    moment += 1;
  }
  return ok({ ops, order: now });
}

function checkMay({ kind, by }: OrderFact): AppError | null {
  if (by.role === 'system' || by.role === 'customer') return null;
  const writers = writersOf[kind];
  return writers.includes(by.role) ? null : { code: 'forbidden', rule: writers.length === 0 ? 'fact-by-server' : 'fact-by-others', details: { kind } };
}
