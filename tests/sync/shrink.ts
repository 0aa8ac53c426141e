import type { Invariant } from './invariants/violation.ts';
import type { Plan } from './plan.ts';
import type * as Play from './play.ts';
import { noFaults, type Faults } from './world/wire.ts';

/** So many shorter histories are tried at most. */
const MOST_TRIES = 400;

/** Leaves out of a failing history whatever it fails without: actions first in large pieces, then one by one; then kinds of faults; then wrong clocks. */
export async function shrink({ play }: typeof Play, plan: Plan, invariant: Invariant): Promise<Plan> {
  let tries = 0;
  const fails = async (candidate: Plan): Promise<boolean> => {
    if (++tries > MOST_TRIES) return false;
    return (await play(candidate)).violations.some((violation) => violation.invariant === invariant);
  };
  let least = plan;
  const keep = async (candidate: Plan): Promise<boolean> => {
    if (!(await fails(candidate))) return false;
    least = candidate;
    return true;
  };
  const withoutActions = async (): Promise<void> => {
    for (let size = Math.ceil(least.actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < least.actions.length;) if (!(await keep({ ...least, actions: least.actions.toSpliced(at, size) }))) at += size;
    }
  };
  await withoutActions();
  if (!(await keep({ ...least, faults: noFaults }))) {
    for (const name of Object.keys(least.faults) as (keyof Faults)[]) if (least.faults[name] > 0) await keep({ ...least, faults: { ...least.faults, [name]: 0 } });
  }
  await keep({ ...least, skewsMs: least.skewsMs.map(() => 0) });
  await withoutActions();
  return least;
}
