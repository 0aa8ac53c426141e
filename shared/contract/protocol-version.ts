/**
 * The version of everything that crosses between console and server. A change on the wire raises it, adds a line here
 * and moves the hash in `tests/contract/protocol-version.test.ts`.
 *
 * 1 · the first protocol: sign-in, pull, push, snapshot, poke.
 * 2 · records of schema 2: kinds of product, price lists, profiles and places of a shop, edits that wait for a moderator.
 * 3 · shops are edited, histories come in pages, and what was done at once is listed and told edit by edit.
 * 4 · a console asks which of its edits were taken in already, before it takes them over from a file; files of downloads are sent and fetched.
 * 5 · pictures are offered and sent by tus; a history goes on before an entry that is known; nothing that was there before has changed.
 * 6 · pictures are named by records of schema 4, found again on listings of others, and shown while a published listing names them.
 * 7 · what payment providers said is listed and handled again, balances, payouts and commission are asked for; nothing that was there before has changed.
 * 8 · conversations, cases of moderators, verification of sellers, team and audit, refunds and runs are asked for; nothing that was there before has changed.
 */
export const PROTOCOL_VERSION = 8;
