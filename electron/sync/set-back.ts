import { sql } from 'kysely';
import type { WritableDb } from '../db/connection.ts';
import { builder, reading, writing } from '../db/statement.ts';
import { forgetAllLanded } from './landed.ts';
import { setMeta } from './store.ts';

const numbers = reading()((q) => q.selectFrom('outbox').select('cseq').orderBy('cseq'));
/** On its way as far as anybody knows: the disk forgot whether it was sent, so it cannot be taken back unseen. */
const renumber = writing<{ was: number; is: number }>()((_, p) =>
  sql`UPDATE outbox SET cseq = ${p('is')}, attempts = attempts + 1, state = CASE state WHEN 'queued' THEN 'sending' ELSE state END WHERE cseq = ${p('was')}`.compile(builder));

/**
 * Goes on under a new name, because this disk was set back to an older copy (a backup, a cloned machine) and its next numbers are used up
 * already. What waits keeps its order and its content; the server is told to look whether it was taken in before (`again`).
 */
export function startAgain(db: WritableDb, client: string): void {
  let next = 0;
  for (const { cseq } of db.all(numbers)) db.run(renumber, { was: cseq, is: ++next });
  setMeta(db, 'client', client);
  setMeta(db, 'cseq', String(next));
  forgetAllLanded(db);
  setMeta(db, 'again', String(next));
  db.notes.part('outbox');
}
