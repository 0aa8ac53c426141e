import { inTransaction } from '#server/db/transaction.ts';
import type { EndpointHandlers } from '#server/http/handler.ts';
import type { auditEndpoints } from '#shared/audit/contract.ts';
import { mayNot } from '#shared/auth/permissions.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { auditLines } from './read.ts';
import { recordAct } from './record.ts';
import type { SealDeps } from './seal.ts';
import { verifyAudit } from './verify.ts';

/** Answers who did what, and whether the record of it is whole. */
export function auditHandlers(deps: SealDeps): EndpointHandlers<typeof auditEndpoints> {
  return {
    auditLog: async ({ query }, { actor }) => {
      const refused = mayNot(actor, query.purpose === 'export' ? 'export' : 'read', { of: 'audit' }, 'audit.lines');
      if (refused !== null) return err(refused);
      const { purpose, limit: _limit, before, ...filter } = query;
      if (purpose === 'export' && before === undefined) await inTransaction(deps.db, (trx) => recordAct(trx, deps, actor, { action: 'audit.exported', object: { kind: 'audit', id: null }, became: filter }));
      return ok(await auditLines(deps.db.kysely, query));
    },
    verifyAudit: async (_call, { actor }) => {
      const refused = mayNot(actor, 'verify', { of: 'audit' }, 'audit.verify');
      if (refused !== null) return err(refused);
      const report = await verifyAudit(deps);
      await inTransaction(deps.db, (trx) => recordAct(trx, deps, actor, { action: 'audit.verified', object: { kind: 'audit', id: null }, became: { through: report.through, problems: report.problemCount } }));
      return ok(report);
    },
  };
}
