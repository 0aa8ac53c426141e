import { z } from 'zod';
import { channels } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { auditLine, auditReport } from './model.ts';

const moment = z.coerce.number().int().min(0);

/** Which lines are wanted, newest first; `before` is the id of the last one known. */
export const auditFilter = z.strictObject({
  kind: z.enum(['all', 'acts', 'changes']).default('all'),
  /** Acts of one part of the console: `payouts`, `verification`. */
  area: z.string().regex(/^[a-z-]{2,30}$/).optional(),
  by: uuid.optional(),
  shop: uuid.optional(),
  object: uuid.optional(),
  from: moment.optional(),
  to: moment.optional(),
  before: uuid.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Taken along in a file: that it was is in the audit, too. */
  purpose: z.enum(['look', 'export']).default('look'),
});
const page = z.object({ lines: z.array(auditLine), more: z.boolean() });

export const auditEndpoints = endpoints({
  auditLog: {
    method: 'get', path: '/audit/lines', auth: 'signed-in', summary: 'What happened in the marketplace: acts about money, rights and documents, and changes of records, newest first. For administrators.',
    query: auditFilter, reply: page, errors: ['signed-out', 'forbidden'],
  },
  verifyAudit: {
    method: 'post', path: '/audit/verifications', auth: 'signed-in', summary: 'Go through the whole audit and name every row that is not as it was written. For administrators.',
    body: z.strictObject({}), reply: auditReport, errors: ['signed-out', 'forbidden'],
  },
});

/** The journal of the marketplace is asked from the server: nothing of it rests on this machine. */
export const auditChannels = channels({
  'audit.lines': { input: auditFilter, output: page },
  'audit.verify': { input: z.object({}), output: auditReport },
});
