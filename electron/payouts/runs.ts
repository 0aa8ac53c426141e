import { join } from 'node:path';
import { sheetText } from '#shared/bulk/export/sheet-text.ts';
import { csvLine } from '#shared/bulk/export/csv-line.ts';
import { withGuard } from '#shared/bulk/formula-guard.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import { ok } from '#shared/kernel/result.ts';
import type { financeChannels } from '#shared/payouts/finance-channels.ts';
import { writeOneFile, type OneFileDeps } from '../bulk/export/one-file.ts';
import type { Desk } from '../data-process/ground.ts';
import { downloadsFolder } from '../files/downloads-folder.ts';
import { passOn } from '../http/pass-on.ts';

type C = typeof financeChannels;
export type FinanceDeps = Pick<Desk, 'dataDir' | 'http' | 'random' | 'scheduler'> & Pick<OneFileDeps, 'place'> & { readonly downloads?: (() => string | null) | undefined };

/** A sign that tells programs which letters follow; without it they take Arabic for something else. */
const BYTE_ORDER_MARK = '\ufeff';

/** What administrators ask about payouts: passed on to the server, with files put where the person wants them. Nothing of it is kept here. */
export function financeDesk({ dataDir, http, random, scheduler, place, downloads }: FinanceDeps): { readonly handlers: Handlers<C> } {
  const files: OneFileDeps = { place, folder: () => (downloads ?? downloadsFolder)() ?? join(dataDir, 'exports'), newId: () => uuidv7(scheduler.now, random) };
  return {
    handlers: {
      'payouts.runs': passOn(http, 'payoutRuns'),
      'payouts.run': passOn(http, 'payoutRun'),
      'payouts.makeRun': passOn(http, 'makePayoutRun'),
      'payouts.stepRun': passOn(http, 'stepPayoutRun'),
      'payouts.stepPayout': passOn(http, 'stepPayout'),
      'payouts.exportRun': async ({ runId, executionDate, place: chosen }) => {
        const exported = await http('exportPayoutRun', { params: { id: runId }, body: { executionDate } });
        if (!exported.ok) return exported;
        const { fileName, text, messageId, again, exports } = exported.value;
        const written = await writeOneFile(files, chosen, fileName, false, async (sink) => {
          await sink.write(text);
          return 1;
        });
        return written.ok ? ok({ file: written.value.file, messageId, again, exports }) : written;
      },
      'payouts.saveTable': ({ name, format, headers, figures, rows, place: chosen }) => {
        const isSheet = format === 'xlsx';
        const sheet = sheetText({ headers, figures: new Set(figures), codes: new Set() });
        return writeOneFile(files, chosen, `${name}.${format}`, isSheet, async (sink) => {
          await sink.write(isSheet ? sheet.head : BYTE_ORDER_MARK + csvLine(headers.map(withGuard)));
          for (const row of rows) await sink.write(isSheet ? sheet.row(row) : csvLine(row.map(withGuard)));
          if (isSheet) await sink.write(sheet.tail);
          return rows.length;
        });
      },
      'payouts.settings': passOn(http, 'payoutSettings'),
      'payouts.changeSettings': passOn(http, 'changePayoutSettings'),
      'payouts.ageing': passOn(http, 'negativeBalances'),
      'payouts.trialBalance': passOn(http, 'trialBalance'),
      'payouts.holds': passOn(http, 'payoutHolds'),
      'payouts.hold': passOn(http, 'holdMoney'),
      'payouts.releaseHold': passOn(http, 'releaseHold'),
      'payouts.reserves': passOn(http, 'payoutReserves'),
      'payouts.setAside': passOn(http, 'setAside'),
      'payouts.setStanding': passOn(http, 'setStanding'),
      'payouts.importStatement': ({ data, book }) => http('importStatement', { query: { book }, body: Buffer.from(data, 'base64') }),
      'payouts.bankLines': passOn(http, 'bankLines'),
      'payouts.payoutsForLine': passOn(http, 'payoutsForLine'),
      'payouts.settleLine': passOn(http, 'settleBankLine'),
      'payouts.commissionRules': passOn(http, 'commissionRules'),
      'payouts.saveCommissionRule': passOn(http, 'saveCommissionRule'),
      'payouts.commissionOfProduct': passOn(http, 'commissionOfProduct'),
      'payouts.previewCommission': passOn(http, 'previewCommission'),
      'payouts.resolveCommission': passOn(http, 'resolveCommission'),
      'payouts.queue': passOn(http, 'queue'),
      'payouts.stepJob': passOn(http, 'stepJob'),
    },
  };
}
