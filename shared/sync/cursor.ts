/**
 * Where a reader stands in a scope: everything up to `seq` is known. `epoch` (letters, digits, `-`, `_`) changes when the server's numbering starts anew.
 * Where a scope is ordered by transactions, `xid` comes before `seq`: the pair orders, neither alone does.
 */
export type Position = { readonly epoch: string; readonly seq: number; readonly xid?: number };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Writes a position as the opaque text that travels; the same position always gives the same text. */
export function encodeCursor({ epoch, seq, xid }: Position): string {
  const text = xid === undefined ? `${epoch}.${seq}` : `${epoch}.${xid}.${seq}`;
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const bytes = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    const bits = (bytes[0]! << 16) | ((bytes[1] || 0) << 8) | (bytes[2] || 0);
    const letters = Math.min(text.length - i, 3) + 1;
    for (let letter = 0; letter < letters; letter++) out += alphabet[(bits >> (18 - 6 * letter)) & 63]!;
  }
  return out;
}

/** Reads a position back; null for anything this server did not write. */
export function decodeCursor(cursor: string): Position | null {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const letter of cursor) {
    const value = alphabet.indexOf(letter);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) text += String.fromCharCode((bits >> (held -= 8)) & 255);
  }
  const [, epoch, xid, seq] = /^([\w-]{1,40})(?:\.(\d{1,16}))?\.(\d{1,16})$/.exec(text) ?? [];
  if (epoch === undefined || seq === undefined) return null;
  const position = { epoch, seq: Number(seq), ...(xid === undefined ? {} : { xid: Number(xid) }) };
  return Number.isSafeInteger(position.seq) && Number.isSafeInteger(position.xid ?? 0) && encodeCursor(position) === cursor ? position : null;
}
