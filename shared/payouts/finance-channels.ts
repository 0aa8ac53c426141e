import { z } from 'zod';
import { channels } from '../contract/channel.ts';
import { passedOn } from '../contract/passed-on.ts';
import { jobEndpoints } from '../jobs/contract.ts';
import { uuid } from '../kernel/ids.ts';
import { calendarDate } from '../kernel/time.ts';
import { commissionEndpoints } from './commission/contract.ts';
import { payoutEndpoints } from './contract.ts';
import { holdEndpoints } from './holds-contract.ts';
import { statementEndpoints } from './statements-contract.ts';

const place = uuid.nullable().default(null);
/** 32 MiB as base64, and a little. */
const MOST_TEXT = 45_000_000;

/** What administrators ask about payouts. All of it is answered by the server: money is decided with a connection, never from a copy. */
export const financeChannels = channels({
  'payouts.runs': passedOn(payoutEndpoints.payoutRuns),
  'payouts.run': passedOn(payoutEndpoints.payoutRun),
  'payouts.makeRun': passedOn(payoutEndpoints.makePayoutRun),
  'payouts.stepRun': passedOn(payoutEndpoints.stepPayoutRun),
  'payouts.stepPayout': passedOn(payoutEndpoints.stepPayout),
  /** Exports a run and puts the bank's file into this person's downloads, or to the `place` a shell was given. */
  'payouts.exportRun': {
    input: z.object({ runId: uuid, executionDate: calendarDate, place }),
    output: z.object({ file: z.string(), messageId: z.string(), again: z.boolean(), exports: z.int() }),
  },
  /** Writes a table of a screen as CSV or XLSX; `figures` names the columns that hold numbers. */
  'payouts.saveTable': {
    input: z.object({ name: z.string().min(1).max(200), format: z.enum(['csv', 'xlsx']), headers: z.array(z.string().max(200)).min(1).max(60), figures: z.array(z.int().min(0)).max(60), rows: z.array(z.array(z.string().max(2_000)).max(60)).max(100_000), place }),
    output: z.object({ file: z.string(), rows: z.int() }),
  },
  'payouts.settings': passedOn(payoutEndpoints.payoutSettings),
  'payouts.changeSettings': passedOn(payoutEndpoints.changePayoutSettings),
  'payouts.ageing': passedOn(payoutEndpoints.negativeBalances),
  'payouts.trialBalance': passedOn(payoutEndpoints.trialBalance),
  'payouts.holds': passedOn(holdEndpoints.payoutHolds),
  'payouts.hold': passedOn(payoutEndpoints.holdMoney),
  'payouts.releaseHold': passedOn(payoutEndpoints.releaseHold),
  'payouts.reserves': passedOn(holdEndpoints.payoutReserves),
  'payouts.setAside': passedOn(holdEndpoints.setAside),
  'payouts.setStanding': passedOn(payoutEndpoints.setStanding),
  /** A bank statement as base64; `book` no: only what it would come to. */
  'payouts.importStatement': { input: z.object({ data: z.base64().max(MOST_TEXT), book: z.enum(['yes', 'no']) }), output: statementEndpoints.importStatement.reply },
  'payouts.bankLines': passedOn(statementEndpoints.bankLines),
  'payouts.payoutsForLine': passedOn(statementEndpoints.payoutsForLine),
  'payouts.settleLine': passedOn(statementEndpoints.settleBankLine),
  'payouts.commissionRules': passedOn(commissionEndpoints.commissionRules),
  'payouts.saveCommissionRule': passedOn(commissionEndpoints.saveCommissionRule),
  'payouts.commissionOfProduct': passedOn(commissionEndpoints.commissionOfProduct),
  'payouts.previewCommission': passedOn(commissionEndpoints.previewCommission),
  'payouts.resolveCommission': passedOn(commissionEndpoints.resolveCommission),
  'payouts.queue': passedOn(jobEndpoints.queue),
  'payouts.stepJob': passedOn(jobEndpoints.stepJob),
});
