import type { auditChannels } from '#shared/audit/contract.ts';
import type { Handlers } from '#shared/contract/channel.ts';
import type { Account } from '../data-process/ground.ts';

/** The audit is asked from the server each time; nothing of it is kept here. */
export const wireAudit = ({ http }: Pick<Account, 'http'>): { readonly handlers: Handlers<typeof auditChannels> } => ({
  handlers: {
    'audit.lines': (query) => http('auditLog', { query }),
    'audit.verify': () => http('verifyAudit', { body: {} }, { silenceMs: 120_000 }),
  },
});
