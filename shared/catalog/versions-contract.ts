import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { channels } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';
import { productId } from './model.ts';

/** What was done at once by one person in one shop: a bulk edit, an import, a restoration. */
export const job = z.object({
  /** The group its edits have in common. */
  id: uuid,
  shopId: shopId,
  /** Null: by the marketplace's staff, or unknown. */
  by: z.string().nullable(),
  device: z.string().nullable(),
  intent: z.string(),
  edits: z.int(),
  refused: z.int(),
  at: epochMs,
  /** Null: it has not left this console yet. */
  appliedAt: epochMs.nullable(),
});
export type Job = z.infer<typeof job>;

/** One edit of a job as the server took it in. */
export const jobEdit = z.object({
  id: uuid,
  record: productId,
  intent: z.string(),
  at: epochMs,
  /** Of the record afterwards: edits of one record follow each other by it. */
  version: z.int(),
  changes: z.array(z.object({ path: z.string(), before: json, after: json, delta: z.int().nullable(), reason: z.string().nullable() })),
});
export type JobEdit = z.infer<typeof jobEdit>;

export const versionEndpoints = endpoints({
  jobs: {
    method: 'get', path: '/catalog/jobs', auth: 'signed-in', summary: 'What was done at once in the shops this person may read, newest first.',
    query: z.strictObject({
      shop: shopId.optional(),
      /** From here on back: the time and id of the last one of the page before. */
      before: z.coerce.number().int().optional(), beforeId: uuid.optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    reply: z.object({ jobs: z.array(job) }),
    errors: ['signed-out', 'forbidden'],
  },
  job: {
    method: 'get', path: '/catalog/jobs/:id', auth: 'signed-in', summary: 'The edits of one job in one shop, in the order they were taken in.',
    params: z.strictObject({ id: uuid }),
    query: z.strictObject({ shop: shopId, after: uuid.optional(), limit: z.coerce.number().int().min(1).max(1_000).default(500) }),
    reply: z.object({ edits: z.array(jobEdit), more: z.boolean() }),
    errors: ['signed-out', 'not-found'],
  },
});

/** How a cell of a job stands now; `created` and `deleted` speak of the whole product, `gone` of one that is no longer here. */
export const jobCellState = z.enum(['restorable', 'changed', 'back', 'stays', 'deleted', 'created', 'gone']);
export type JobCellState = z.infer<typeof jobCellState>;

/** One cell a job changed: as it was, as the job left it, as it is. */
export const jobLine = z.object({ record: productId, title: z.string(), sku: z.string().nullable(), path: z.string(), before: json, after: json, now: json, state: jobCellState });
export type JobLine = z.infer<typeof jobLine>;

/** A field that stayed as it was although its return was asked for, and why. */
export const leftField = z.object({ record: productId, path: z.string(), why: z.enum(['stock', 'fixed', 'status', 'marketplace', 'changed', 'refused']), error: appError.nullable() });
export type LeftField = z.infer<typeof leftField>;

export const versionChannels = channels({
  /** Brings a product back to how one change of its history left it, or just some fields of it. Normal edits, by the normal rules. */
  'catalog.restore': {
    input: z.object({ id: productId, version: z.string(), side: z.enum(['before', 'after']).default('after'), paths: z.array(z.string().max(300)).min(1).max(5_000).nullable() }),
    output: z.object({ mids: z.array(uuid), restored: z.int(), left: z.array(leftField) }),
  },
  /** What was done at once, newest first: what waits here on top; the server's part when there is a connection (`complete`). */
  'catalog.jobs': {
    input: z.object({ before: z.object({ at: epochMs, id: uuid }).nullable().default(null), limit: z.int().min(1).max(200).default(50) }),
    output: z.object({ jobs: z.array(job), complete: z.boolean(), more: z.boolean() }),
  },
  /** Every cell a job changed and how it stands today; needs a connection, because the whole job is looked at. */
  'catalog.job': {
    input: z.object({ id: uuid, shopId, locale, state: jobCellState.nullable().default(null), offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) }),
    output: z.object({ records: z.int(), counts: z.record(jobCellState, z.int()), lines: z.array(jobLine) }),
  },
  /** Brings back every cell a job changed that nobody changed since, and of the others those named in `also`. One job itself. */
  'catalog.restoreJob': {
    input: z.object({ id: uuid, shopId, also: z.array(z.object({ record: productId, path: z.string().max(300) })).max(50_000).default([]), work: uuid.optional() }),
    output: z.object({ mids: z.array(uuid), group: uuid.nullable(), restored: z.int(), left: z.array(leftField).max(500), leftCount: z.int() }),
  },
});
