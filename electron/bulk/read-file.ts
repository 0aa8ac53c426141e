import { stretchesOf } from './stretches.ts';
import type { Reading, TableStep } from './table-file.ts';

export type ReadTask = { readonly path: string; readonly reading: Reading };

/**
 * Reads a file of products in a thread of its own: a stretch of rows at a time, in order. Leaving the loop ends the thread.
 *
 * @throws Error with the `code` of the system when the file cannot be read
 */
export const readFile = (path: string, reading: Reading): AsyncGenerator<TableStep> => stretchesOf<TableStep, ReadTask>(new URL('./read-worker.ts', import.meta.url), 'read file', { path, reading });
