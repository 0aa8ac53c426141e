import type { PayoutDeps } from './acts.ts';
import { closePastDays } from './ledger/closing.ts';
import { releaseReserves } from './reserves.ts';
import { expireRuns } from './runs/decide.ts';

/** Gives back reserves that are due, lets requests lapse nobody answered, and closes the days that are over; every hour. */
export async function tidyBooks(deps: PayoutDeps): Promise<void> {
  await releaseReserves(deps);
  await expireRuns(deps);
  await closePastDays(deps.db, deps.clock());
}
