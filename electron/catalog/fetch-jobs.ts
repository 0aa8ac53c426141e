import type { Job, JobEdit } from '#shared/catalog/versions-contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { HttpClient } from '../http/client.ts';

/** Asks the server what was done at once; refused with `offline` and the like. */
export type FetchJobs = {
  list(page: { readonly shop: string | null; readonly before: { readonly at: number; readonly id: string } | null; readonly limit: number }): Promise<Result<Job[], AppError>>;
  /** Every edit of one job, however many. */
  edits(id: string, shop: string): Promise<Result<JobEdit[], AppError>>;
};

const PAGE = 1_000;

/** The same over HTTP. */
export const jobsOver = (http: HttpClient): FetchJobs => ({
  list: async ({ shop, before, limit }) => {
    const answered = await http('jobs', { query: { limit, ...(shop === null ? {} : { shop }), ...(before === null ? {} : { before: before.at, beforeId: before.id }) } });
    return answered.ok ? ok(answered.value.jobs) : answered;
  },
  edits: async (id, shop) => {
    const all: JobEdit[] = [];
    for (;;) {
      const last = all.at(-1);
      const answered = await http('job', { params: { id }, query: { shop, limit: PAGE, ...(last === undefined ? {} : { after: last.id }) } });
      if (!answered.ok) return answered;
      all.push(...answered.value.edits);
      if (!answered.value.more || answered.value.edits.length === 0) return ok(all);
    }
  },
});
