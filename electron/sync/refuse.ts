import type { AppError } from '#shared/kernel/errors.ts';
import type { WritableDb } from '../db/connection.ts';
import { updateEdit } from './store.ts';

/** Turns an edit into a draft with the reason it was refused for; it takes part in nothing until the seller looks at it. */
export const refuse = (db: WritableDb, mid: string, error: AppError): void => updateEdit(db, mid, { state: 'rejected', error });
