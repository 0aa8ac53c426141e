import { z } from 'zod';
import { endpoints } from '../contract/http.ts';
import { uuid } from '../kernel/ids.ts';
import { appError } from '../kernel/errors.ts';
import { epochMs } from '../kernel/time.ts';

/** `dead`: given up after its last try; it stays until somebody looks at it and starts it again. */
export const jobStates = ['queued', 'running', 'done', 'dead', 'cancelled'] as const;
export const jobState = z.enum(jobStates);
export type JobState = z.infer<typeof jobState>;

/** A piece of work beside requests. Its payload stays on the server: it may name people. */
export const queuedJob = z.object({
  id: uuid, type: z.string(), key: z.string(), state: jobState, attempts: z.int(), /** Tries before it is given up. */ mostAttempts: z.int(), dueAt: epochMs,
  progress: z.object({ done: z.int(), total: z.int() }), /** Of its last try that did not succeed. */ error: appError.nullable(), createdAt: epochMs, endedAt: epochMs.nullable(),
});
export type QueuedJob = z.infer<typeof queuedJob>;

/** The server's work beside requests: messages of payment providers, e-mail, bank statements. */
export const jobEndpoints = endpoints({
  queue: {
    method: 'get', path: '/queue', auth: 'signed-in', summary: 'Work beside requests, newest first, and how much of it is in which state. For administrators.',
    query: z.strictObject({ state: jobState.optional(), before: uuid.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
    reply: z.object({ at: epochMs, counts: z.record(jobState, z.int()), /** How long the first that is due has waited, milliseconds. */ lateMs: z.int(), jobs: z.array(queuedJob), more: z.boolean() }), errors: ['signed-out', 'forbidden'],
  },
  stepJob: {
    method: 'post', path: '/queue/:id', auth: 'signed-in', summary: 'Cancel a piece of work, or start it again with all its tries. For administrators.',
    params: z.strictObject({ id: uuid }), body: z.strictObject({ kind: z.enum(['cancel', 'again']) }), reply: queuedJob, errors: ['signed-out', 'forbidden', 'not-found', 'conflict'],
  },
});
