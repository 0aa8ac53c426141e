import { checkFilesToSubmit } from '#shared/catalog/file-rules.ts';
import type { Product } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ReadableDb } from '../db/connection.ts';
import { fileRow } from './file-rows.ts';

/** Refuses to submit a listing while a file that was chosen here is still waiting; of files chosen elsewhere the server knows. */
export const checkFilesSent = (db: ReadableDb, before: Product, after: Product): AppError | null =>
  checkFilesToSubmit(before, after, (sha256) => (fileRow(db, { shopId: after.shopId, sha256 })?.state ?? 'sent') === 'sent');
