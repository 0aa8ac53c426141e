import { connect, type Socket } from 'node:net';

/** Where clamd listens: a socket of this machine, or a host and port. */
export type ClamdAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/**
 * What a scanner said of a content. Only the scanner itself says `clean`: whatever else happens (nobody there, a cut, a time-out, too large for it)
 * is `not scanned`, with the reason.
 */
export type Scanned = { readonly state: 'clean' } | { readonly state: 'quarantined'; readonly note: string } | { readonly state: 'not scanned'; readonly note: string };
export type Scanner = (content: Uint8Array) => Promise<Scanned>;

/** Why a content is not asked for again. */
export const TOO_LARGE = 'too large for the scanner';
/** Where nobody scans. */
export const noScanner: Scanner = () => Promise.resolve({ state: 'not scanned', note: 'no scanner' });

const PIECE_BYTES = 64 * 1024;
/** An answer is one short line; more is no answer of clamd. */
const MOST_ANSWER_BYTES = 4_096;

/**
 * Asks clamd over its socket, one connection for each content.
 *
 * @param silenceMs how long it may say nothing and take nothing
 *
 * Source: clamd(8), INSTREAM: `zINSTREAM\0`, then pieces with their length before them (4 bytes, network order), a length of 0 at the end;
 * the answer is `stream: OK`, `stream: NAME FOUND` or an `ERROR`.
 */
export function clamdScanner(address: ClamdAddress, silenceMs = 20_000): Scanner {
  return async (content) => {
    const answer = await ask(address, content, silenceMs);
    if (answer.failed !== null) return { state: 'not scanned', note: answer.failed };
    const text = answer.text.replace(/\0[^]*$/, '').trim();
    if (text === 'stream: OK') return { state: 'clean' };
    const found = /^stream: (.{1,200}) FOUND$/.exec(text)?.[1];
    if (found !== undefined) return { state: 'quarantined', note: found };
    return { state: 'not scanned', note: text === '' ? 'no answer' : /size limit exceeded/i.test(text) ? TOO_LARGE : 'an answer that says nothing' };
  };
}

type Answer = { readonly text: string; readonly failed: string | null };

function ask(address: ClamdAddress, content: Uint8Array, silenceMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    const end = (failed: string | null) => {
      socket.destroy();
      resolve({ text, failed });
    };
    socket.setTimeout(silenceMs, () => end('the scanner is silent'));
    // What it says before it hangs up counts, also when it closes while we still send: that is how it refuses what is too large for it.
    socket.on('error', (cause: NodeJS.ErrnoException) => end(text.includes('\0') ? null : `the scanner cannot be reached (${cause.code ?? cause.name})`));
    socket.on('data', (block: Buffer) => {
      text += block.toString('utf8');
      if (text.includes('\0') || text.length > MOST_ANSWER_BYTES) end(null);
    });
    // An answer without its end may have been cut: "OK" of "OK, but …" is no OK.
    socket.on('close', () => end(text.includes('\0') ? null : 'the scanner hung up'));
    socket.on('connect', () => send(socket, content));
  });
}

async function send(socket: Socket, content: Uint8Array): Promise<void> {
  const put = async (bytes: Uint8Array) => {
    // What it says between two pieces is heard before the next leaves: written to a socket it has closed, its last word would be lost.
    await new Promise(setImmediate);
    if (socket.destroyed || socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        socket.off('drain', go).off('close', go);
        resolve();
      };
      socket.on('drain', go).on('close', go);
    });
  };
  await put(Buffer.from('zINSTREAM\0'));
  for (let at = 0; at < content.byteLength && !socket.destroyed; at += PIECE_BYTES) {
    const piece = content.subarray(at, at + PIECE_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.byteLength);
    await put(length);
    await put(piece);
  }
  await put(Buffer.alloc(4));
}
