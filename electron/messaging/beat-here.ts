import { sql } from 'kysely';
import type { Beat } from '#shared/messaging/beat.ts';
import type { MessageId, Part, Stamp } from '#shared/messaging/model.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { ReadableDb } from '../db/connection.ts';
import { builder, reading } from '../db/statement.ts';

type Place = { at: number; id: string; part: Part };
type Of = { conversation: string; part: string };
const firstOf = reading<Of>()((_, p) => sql<Place>`SELECT at, id, part FROM message INDEXED BY message_part WHERE conversation_id = ${p('conversation')} AND part = ${p('part')} ORDER BY at, id LIMIT 1`.compile(builder));
const lastOf = reading<Of>()((_, p) => sql<Place>`SELECT at, id, part FROM message INDEXED BY message_part WHERE conversation_id = ${p('conversation')} AND part = ${p('part')} ORDER BY at DESC, id DESC LIMIT 1`.compile(builder));
const firstAfter = reading<Of & { at: number; id: string }>()((_, p) => sql<Place>`SELECT at, id, part FROM message INDEXED BY message_part WHERE conversation_id = ${p('conversation')} AND part = ${p('part')} AND (at, id) > (${p('at')}, ${p('id')}) ORDER BY at, id LIMIT 1`.compile(builder));

const stampOf = ({ at, id }: Place): Stamp => ({ at: at as EpochMs, id: id as MessageId });
const isLater = (a: Place, b: Place): boolean => a.at > b.at || (a.at === b.at && a.id > b.id);

/** What the messages of a conversation come to, from the ends of an index: as quick for twenty thousand as for two. The same as `beatOf` of them all. */
export function beatHere(db: ReadableDb, conversation: string): Beat {
  const asked = db.get(lastOf, { conversation, part: 'ask' });
  const answer = db.get(lastOf, { conversation, part: 'answer' });
  const waiting = asked === undefined || (answer !== undefined && !isLater(asked, answer)) ? undefined
    : answer === undefined ? db.get(firstOf, { conversation, part: 'ask' }) : db.get(firstAfter, { conversation, part: 'ask', at: answer.at, id: answer.id });
  const last = asked === undefined ? answer : answer === undefined || isLater(asked, answer) ? asked : answer;
  return {
    firstAnswerAt: answer === undefined ? null : (db.get(firstOf, { conversation, part: 'answer' })?.at ?? null),
    lastAnswer: answer === undefined ? null : stampOf(answer), lastAskedAt: asked?.at ?? null, waitingSince: waiting?.at ?? null,
    last: last === undefined ? null : { ...stampOf(last), part: last.part },
  };
}
