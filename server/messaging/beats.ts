import type { ServerTransaction } from '#server/db/transaction.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { NO_BEAT, type Beat } from '#shared/messaging/beat.ts';
import { compareStamps, type MessageId, type Part, type Stamp } from '#shared/messaging/model.ts';

/** What the messages of a conversation come to, read from the ends of an index; the same as `beatOf` of them all. */
export async function beatIn(trx: ServerTransaction, conversation: string): Promise<Beat> {
  const of = (part: Part) => trx.selectFrom('message').select(['at', 'id']).where('conversation_id', '=', conversation).where('part', '=', part);
  const end = async (part: Part) => stampOf(await of(part).orderBy('at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst());
  const first = async (part: Part) => stampOf(await of(part).orderBy('at').orderBy('id').limit(1).executeTakeFirst());
  const [asked, answer] = [await end('ask'), await end('answer')];
  if (asked === null && answer === null) return NO_BEAT;
  const answered = answer !== null && (asked === null || compareStamps(asked, answer) < 0);
  const waiting = answered ? null : answer === null ? await first('ask') : stampOf(await of('ask').where((eb) => eb.or([eb('at', '>', answer.at), eb.and([eb('at', '=', answer.at), eb('id', '>', answer.id)])])).orderBy('at').orderBy('id').limit(1).executeTakeFirst());
  return {
    firstAnswerAt: answer === null ? null : ((await first('answer'))?.at ?? null), lastAnswer: answer, lastAskedAt: asked?.at ?? null, waitingSince: waiting?.at ?? null,
    last: answered ? { ...answer, part: 'answer' } : { ...asked!, part: 'ask' },
  };
}

const stampOf = (row: { at: number; id: string } | undefined): Stamp | null => (row === undefined ? null : { at: row.at as EpochMs, id: row.id as MessageId });
