import { z } from 'zod';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { json } from '../kernel/json.ts';
import { epochMs } from '../kernel/time.ts';
import { entityName, fieldOp, mutation } from './model.ts';

export const unsentChange = z.object({
  mid: uuid,
  group: uuid.nullable(),
  entity: entityName,
  id: uuid,
  /** What the record is called, for the list: title and SKU. */
  label: z.string(),
  sku: z.string().nullable(),
  intent: z.string(),
  action: z.enum(['create', 'patch', 'delete']),
  ops: z.array(fieldOp),
  /** Of a new record that was refused: its fields, so that the wrong one can be corrected. */
  doc: json.nullable().default(null),
  madeAt: epochMs,
  state: z.enum(['queued', 'sending', 'rejected']),
  error: appError.nullable(),
});
export type UnsentChange = z.infer<typeof unsentChange>;

/** One line of the outbox: a change, or all changes of one bulk edit. */
export const unsentLine = z.object({
  /** The group's id, or the change's own. */
  key: uuid,
  group: uuid.nullable(),
  count: z.int(),
  /** So many of them are on their way and can no longer be taken back here. */
  sending: z.int(),
  /** The first of them, as an example. */
  first: unsentChange,
});
export type UnsentLine = z.infer<typeof unsentLine>;

/** What stands at the head of an exported outbox. */
export const outboxFileHead = z.object({
  format: z.literal('comptoir-outbox'),
  version: z.literal(1),
  exportedAt: epochMs,
  server: z.string().max(2_000),
  client: z.string().max(100),
  /** Whose edits these are; files of earlier consoles do not say. */
  account: uuid.optional(),
  /** The one shop they are about; null: all this person works for. */
  shop: uuid.nullable().default(null),
  /** What the records and paths are written in. */
  schema: z.int().min(1).default(2),
});
export type OutboxFileHead = z.infer<typeof outboxFileHead>;
export const exportedEdit = mutation.extend({ state: z.enum(['queued', 'sending', 'rejected']), error: appError.nullable() });
export type ExportedEdit = z.infer<typeof exportedEdit>;
/**
 * The outbox as a file, for a device that can never sync again (docs/sync.md): mutations as they would be sent, in order, refused ones with
 * their reason.
 */
export const exportedOutbox = outboxFileHead.extend({ edits: z.array(exportedEdit) });

/** What taking over an exported outbox comes to, before anything is done. */
export const importLook = z.object({
  exportedAt: epochMs,
  server: z.string(),
  total: z.int(),
  applies: z.int(),
  merges: z.int(),
  conflicts: z.int(),
  /** Refused before or now: they become drafts that can be corrected. */
  refused: z.int(),
  /** The product or shop is not here any more; they become drafts. */
  gone: z.int(),
  /** The server has taken them in already, or they wait here. */
  known: z.int(),
  /** Of shops this person does not work for: left in the file. */
  elsewhere: z.int(),
  unreadable: z.int(),
  /** The first of those, by line of the file; `at` the field at fault, when one is. */
  lines: z.array(z.object({ line: z.int(), why: z.enum(['not-json', 'not-an-edit', 'too-large']), at: z.string().nullable() })).max(100),
  /** False where the file stops before its end. */
  complete: z.boolean(),
  /** Whether the server could be asked what it has; otherwise it looks when they are sent. */
  asked: z.boolean(),
});
export type ImportLook = z.infer<typeof importLook>;
