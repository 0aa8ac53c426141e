/**
 * The version of everything that crosses between console and server. A change on the wire raises it, adds a line here
 * and moves the hash in `tests/contract/protocol-version.test.ts`.
 *
 * 1 · the first protocol: sign-in, pull, push, snapshot, poke.
 */
export const PROTOCOL_VERSION = 1;
