import type { Conversation } from '#shared/messaging/model.ts';
import { standingOf, type Standing } from '#shared/messaging/states.ts';
import type { ReadableDb } from '../db/connection.ts';
import { beatHere } from './beat-here.ts';

/** How a conversation stands by everything that is here, what waits to be sent included. */
export const standingHere = (db: ReadableDb, conversation: Conversation): Standing => standingOf(conversation, beatHere(db, conversation.id));
