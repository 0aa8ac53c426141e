import { z } from 'zod';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';
import { conflictRecord, conflictChoice, settlement } from './conflict-model.ts';
import { auditEntry, cursor, digestRoot, entityName, fieldPath, mutation, outcome, scopeName, snapshotManifest, step, syncRow } from './model.ts';
import { unsentChange, unsentLine, importLook } from './outbox-model.ts';
import { syncState } from './sync-state.ts';

// ── between console and server ────────────────────────────────────────────────────────────────────

export const syncEndpoints = endpoints({
  scopes: {
    method: 'get', path: '/sync/scopes', auth: 'signed-in', summary: 'The scopes I may read, with the head of each.',
    query: z.strictObject({ client: uuid.optional() }),
    reply: z.object({
      scopes: z.array(z.object({ scope: scopeName, head: cursor, rows: z.int() })), grantsEpoch: z.int(), protocol: z.int(),
      /** The highest `cseq` that came from this client, 0 from an unknown one. Above the console's own count: its disk was set back to an older copy. */
      lastCseq: z.int(),
    }),
    errors: ['signed-out'],
  },
  pull: {
    method: 'get', path: '/sync/pull', auth: 'signed-in', summary: 'What changed in a scope since a cursor.',
    query: z.strictObject({ scope: scopeName, cursor: cursor.default(''), limit: z.coerce.number().int().min(1).max(2_000).default(500), client: uuid, schema: z.coerce.number().int() }),
    reply: z.object({
      rows: z.array(syncRow), cursor, more: z.boolean(), head: cursor, grantsEpoch: z.int(),
      /** Root of the digest at `cursor`; null where it is not known, as before the last page. */
      digest: digestRoot.nullable(),
      /** The highest `cseq` of this client whose effect is contained in what this page leads to. */
      lastCseq: z.int(),
    }),
    errors: ['signed-out', 'forbidden', 'reset', 'update-needed', 'invalid-input'],
  },
  push: {
    method: 'post', path: '/sync/push', auth: 'signed-in', summary: 'Replay edits made on a console; repeating a request changes nothing and answers the same.',
    body: z.strictObject({ client: uuid, schema: z.int(), ackedThrough: z.int().min(0), mutations: z.array(mutation).max(500), again: z.boolean().optional() }),
    reply: z.object({ outcomes: z.array(outcome), steps: z.array(step) }),
    errors: ['signed-out', 'forbidden', 'invalid-input', 'update-needed', 'too-large'], bodyLimit: 4 * 1024 * 1024,
  },
  known: {
    method: 'post', path: '/sync/known', auth: 'signed-in', summary: 'Which of my edits the server has taken in already, whichever of my consoles sent them.',
    body: z.strictObject({ edits: z.array(z.strictObject({ mid: uuid, entity: entityName, id: uuid })).max(500) }),
    reply: z.object({ known: z.array(z.string()) }),
    errors: ['signed-out', 'invalid-input'],
  },
  digest: {
    method: 'get', path: '/sync/digest', auth: 'signed-in', summary: 'The 256 sums of a scope and the position they belong to.',
    query: z.strictObject({ scope: scopeName, /** What the console writes; older ones did not say. */ schema: z.coerce.number().int().optional() }),
    reply: z.object({ cursor, /** 16 hexadecimal digits for each bucket. */ sums: z.string().length(4_096) }),
    errors: ['signed-out', 'forbidden', 'not-ready'],
  },
  buckets: {
    method: 'get', path: '/sync/buckets', auth: 'signed-in', summary: 'What lies in some buckets of a scope: each record with its version and, when asked for, a hash of what it says.',
    query: z.strictObject({
      scope: scopeName,
      /** Numbers from 0 to 255, joined by commas; 16 at most with `content`. */
      buckets: z.string().regex(/^\d{1,3}(,\d{1,3}){0,255}$/),
      content: z.enum(['yes', 'no']).default('no'),
      schema: z.coerce.number().int().optional(),
    }),
    reply: z.object({ cursor, records: z.array(z.object({ entity: entityName, id: uuid, version: z.int(), /** `contentHash` of the record as I may see it. */ content: z.string().nullable() })) }),
    errors: ['signed-out', 'forbidden', 'invalid-input'],
  },
  records: {
    method: 'post', path: '/sync/records', auth: 'signed-in', summary: 'Some records once more as they are now; one that is not in the scope comes without content.',
    body: z.strictObject({ scope: scopeName, schema: z.int(), records: z.array(z.strictObject({ entity: entityName, id: uuid })).min(1).max(200) }),
    /** In the order asked; fewer than asked when they weigh more than a page: ask for the rest again. */
    reply: z.object({ cursor, rows: z.array(syncRow) }),
    errors: ['signed-out', 'forbidden', 'update-needed'],
  },
  audit: {
    method: 'get', path: '/sync/audit', auth: 'signed-in', summary: 'Who changed what on which device, when it was made and when it was applied, newest first; for admins.',
    query: z.strictObject({ shop: uuid.optional(), record: uuid.optional(), actor: uuid.optional(), /** Entries older than this one. */ before: uuid.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    reply: z.object({ entries: z.array(auditEntry) }),
    errors: ['signed-out', 'forbidden', 'invalid-input'],
  },
  snapshot: {
    method: 'post', path: '/sync/snapshot', auth: 'signed-in', summary: 'A file with everything in a scope, for an empty cache.',
    body: z.strictObject({ scope: scopeName, schema: z.int(), encodings: z.array(z.enum(['identity', 'gzip', 'zstd'])) }),
    reply: snapshotManifest, errors: ['signed-out', 'forbidden', 'update-needed', 'not-ready'],
  },
  chunk: {
    method: 'get', path: '/sync/snapshot/:id/:chunk', auth: 'signed-in', summary: 'One chunk of a snapshot file, as it travels.',
    params: z.strictObject({ id: z.string().regex(/^[0-9a-f]{16,64}$/), chunk: z.coerce.number().int().min(0).max(100_000) }),
    reply: 'bytes', errors: ['signed-out', 'forbidden', 'gone'],
  },
});

/** socket.io, server to console. Rows come along when they are few (16 KiB); losing a poke is harmless. */
export const poke = step.extend({ /** What the rows are written in; a console of another one pulls. */ schema: z.int(), rows: z.array(syncRow).nullable() });
export type Poke = z.infer<typeof poke>;
export const serverEvents = {
  poke,
  /** Scopes were taken away or given: ask `/sync/scopes`. */
  grants: z.object({ grantsEpoch: z.int() }),
  /** A case of the moderators is another: consoles of staff that show cases ask again. */
  cases: z.object({}),
  /** Sent on connect and every 30 s. */
  heads: z.object({ heads: z.array(z.object({ scope: scopeName, head: cursor, /** Root of the digest there; null where it cannot be told now. */ digest: digestRoot.nullable() })) }),
} as const;

// ── between window and data process ───────────────────────────────────────────────────────────────

const shopCounts = z.object({ unsent: z.int(), rejected: z.int(), conflicts: z.int() });
const page = { offset: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) };

export const syncChannels = channels({
  'sync.state': { input: z.object({}), output: syncState },
  /** Try now, without waiting for the next attempt. */
  'sync.now': { input: z.object({}), output: syncState },
  /** The outbox line by line, newest first: what waits, or what was refused. */
  'sync.unsent': {
    input: z.object({ state: z.enum(['waiting', 'rejected']).default('waiting'), ...page }),
    output: z.object({ total: z.int(), changes: z.int(), oldestAt: epochMs.nullable(), bytes: z.int(), lines: z.array(unsentLine) }),
  },
  /**
   * How much waits, was refused or is in conflict in the shop that is looked at (all of them when none is chosen), and in each other shop of this
   * person that has any: lists, exports and decisions keep to the one shop.
   */
  'sync.shops': {
    input: z.object({}),
    output: z.object({ here: shopCounts, others: z.array(shopCounts.extend({ id: uuid, name: z.string() })) }),
  },
  /** The changes of one bulk edit, in the order they were made. */
  'sync.group': { input: z.object({ group: uuid, ...page }), output: z.object({ total: z.int(), changes: z.array(unsentChange) }) },
  /**
   * Takes back edits that were not sent yet: one, a group, or all of the shop that is looked at. Answers how many; those on their way stay. `work` names
   * a long one: `catalog.working` tells how far it is, and `catalog.cancel` stops it.
   */
  'sync.undo': {
    input: z.discriminatedUnion('what', [
      z.object({ what: z.literal('one'), mid: uuid, work: uuid.optional() }),
      z.object({ what: z.literal('group'), group: uuid, work: uuid.optional() }),
      z.object({ what: z.literal('all'), work: uuid.optional() }),
    ]),
    output: z.object({ undone: z.int(), kept: z.int() }),
  },
  /** Makes a refused edit again with other values, starting from what stands there now; the draft goes when the new edit is written. */
  'sync.retry': {
    input: z.object({ mid: uuid, values: z.array(z.object({ path: fieldPath, value: json })).max(500) }),
    output: z.object({ mid: uuid.nullable() }),
  },
  /** Makes a new draft product of one that others deleted, with the refused edit in it; asks the server for its last state. */
  'sync.restore': { input: z.object({ mid: uuid }), output: z.object({ id: uuid }) },
  /** Writes everything that waits and everything refused into a file of last resort, on this machine or at the `place` a shell was given, and says where (docs/sync.md). */
  'sync.export': { input: z.object({ place: uuid.nullable().default(null) }), output: z.object({ file: z.string(), edits: z.int(), bytes: z.int() }) },
  /** Says what taking over an exported outbox would come to that has come in whole (`intake.begin` for an `outbox`); nothing is written. */
  'sync.importLook': { input: z.object({ intake: uuid }), output: importLook },
  /** Puts the edits of the file into the outbox, with their own ids and times; what the server or this outbox knows is left out. */
  'sync.import': { input: z.object({ intake: uuid }), output: z.object({ queued: z.int(), drafts: z.int(), known: z.int(), left: z.int() }) },
  /** Open conflicts record by record, the one found first on top. `alike` counts them by kind of field (`alikeKey`). */
  'sync.conflicts': {
    input: z.object(page),
    output: z.object({ total: z.int(), conflicts: z.int(), records: z.array(conflictRecord), alike: z.record(z.string(), z.int()) }),
  },
  /**
   * Settles conflicts; the value not chosen stays in the history. With `alike` the one decision given is taken for every open conflict
   * of the same kind of field. What a rule refuses stays open and is counted.
   */
  'sync.settle': {
    input: z.object({ decisions: z.array(z.object({ id: uuid, choice: conflictChoice, value: json.optional() })).min(1).max(500), alike: z.boolean().default(false) }),
    output: z.object({ settlement: uuid, settled: z.int(), refused: z.int(), error: appError.nullable(), remaining: z.int() }),
  },
  /** What was settled lately, newest first. */
  'sync.settled': { input: z.object(page), output: z.object({ total: z.int(), settlements: z.array(settlement) }) },
  /** Opens again what one decision settled: its edits are taken back, or a new edit brings back what stood there. Values changed since stay. */
  'sync.unsettle': { input: z.object({ settlement: uuid }), output: z.object({ reopened: z.int(), kept: z.int() }) },
});
export const syncEvents = events({ 'sync.state': syncState });
