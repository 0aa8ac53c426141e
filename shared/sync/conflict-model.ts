import { z } from 'zod';
import { uuid } from '../kernel/ids.ts';
import { epochMs } from '../kernel/time.ts';
import { entityName, fieldConflict } from './model.ts';

export const openConflict = z.object({
  id: uuid,
  entity: entityName,
  recordId: uuid,
  label: z.string(),
  sku: z.string().nullable(),
  field: fieldConflict,
  madeAt: epochMs,
  foundAt: epochMs,
});
export type OpenConflict = z.infer<typeof openConflict>;

/** The open conflicts of one record, decided together. */
export const conflictRecord = z.object({ recordId: uuid, conflicts: z.array(openConflict).min(1) });
export type ConflictRecord = z.infer<typeof conflictRecord>;

export const conflictChoice = z.enum(['mine', 'theirs', 'value']);
/** What somebody decided at one moment, for one field or for many alike; it can be undone as one. */
export const settlement = z.object({
  id: uuid,
  at: epochMs,
  choice: conflictChoice,
  count: z.int(),
  label: z.string(),
  sku: z.string().nullable(),
  path: z.string(),
});
export type Settlement = z.infer<typeof settlement>;
