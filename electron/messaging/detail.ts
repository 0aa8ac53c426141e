import type { Me } from '#shared/auth/model.ts';
import { may } from '#shared/auth/permissions.ts';
import type { Answer } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { clocksOf } from '#shared/messaging/clocks.ts';
import type { messagingChannels } from '#shared/messaging/contract.ts';
import { standingOf } from '#shared/messaging/states.ts';
import { actorOf } from '../catalog/edit.ts';
import type { ReadableDb } from '../db/connection.ts';
import { beatHere } from './beat-here.ts';
import { conversationHere } from './conversation-edit.ts';
import { draftOf, leavingOf } from './drafts.ts';
import { earlierOf } from './rows.ts';
import { lastAnswerKnown, readTo, refusedIn, spokenIn } from './thread.ts';

/** One conversation with everything around its messages. */
export function conversationDetail(db: ReadableDb, id: string, me: Me, now: number): Result<Answer<typeof messagingChannels, 'messaging.conversation'>, AppError> {
  const here = conversationHere(db, id);
  if (here === null) return err({ code: 'not-found' });
  const { conversation } = here;
  const beat = beatHere(db, id);
  const standing = standingOf(conversation, beat);
  return ok({
    conversation, standing: { ...standing, tags: [...standing.tags] }, clocks: clocksOf(conversation, beat, spokenIn(db, id), now).map((clock) => ({ ...clock, pauses: [...clock.pauses] })),
    draft: draftOf(db, id), leaving: leavingOf(db, id), refused: refusedIn(db, id), readTo: readTo(db, id), lastAnswer: lastAnswerKnown(db, id), earlier: earlierOf(db, conversation),
    mayAnswer: may(actorOf(me), 'reply', { of: 'conversation', shopId: conversation.shopId }).may && standing.state !== 'closed' && standing.state !== 'merged',
  });
}
