import type { AppError } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { EpochMs } from '../kernel/time.ts';
import { exportedEdit, outboxFileHead, type ExportedEdit, type OutboxFileHead } from './outbox-model.ts';

/** More than any outbox weighs: 50,000 edits take some 30 MB. */
export const MOST_FILE_CHARACTERS = 256 * 1024 * 1024;
/** The same in bytes, two for each character at most: more would not fit into one text. */
const MOST_FILE_BYTES = 2 * MOST_FILE_CHARACTERS - 1024;

/** Whether a file may be an exported outbox at all, by its size. */
export const checkOutboxFileSize = (bytes: number): AppError | null => (bytes > MOST_FILE_BYTES ? { code: 'too-large', attempted: 'sync.import', rule: 'outbox-file-size', details: { most: MOST_FILE_CHARACTERS } } : null);
/** One edit may carry a whole product (3 MiB); what is longer is no edit. */
const MOST_EDIT_CHARACTERS = 8 * 1024 * 1024;
const HEAD_CHARACTERS = 8_000;
/** So often it is looked whether an edit is whole before its end was seen: a file may be made to cost time. */
const MOST_LOOKS = 20;

/** One edit of the file, or why what stands there is none; `line` counts from 1. */
export type OutboxFileLine =
  | { readonly line: number; readonly edit: ExportedEdit }
  | { readonly line: number; readonly why: 'not-json' | 'not-an-edit' | 'too-large'; readonly at: string | null };

/** The file an outbox is exported to: JSON, one edit per line, so that a file that was cut or damaged still gives all its other lines. */
export function* writeOutboxFile(head: Omit<OutboxFileHead, 'shop' | 'schema'> & Partial<OutboxFileHead>, edits: Iterable<ExportedEdit>): Generator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"edits":[\n`;
  let first = true;
  for (const edit of edits) {
    yield `${first ? '' : ',\n'}${JSON.stringify(edit)}`;
    first = false;
  }
  yield '\n]}\n';
}

/**
 * Opens an exported outbox: its head, and its edits one by one. The text may be anything: cut, edited by hand, laid out anew, not ours at all.
 *
 * @returns the edits as they are read, ending with whether the end of the file was there; refused as `not-an-outbox` where it does not begin like one
 */
export function readOutboxFile(text: string): Result<{ readonly head: OutboxFileHead; readonly lines: Generator<OutboxFileLine, boolean> }, AppError> {
  if (text.length > MOST_FILE_CHARACTERS) return err({ code: 'too-large', rule: 'outbox-file-size', details: { most: MOST_FILE_CHARACTERS } });
  const begin = /^\uFEFF?\s*\{[^]*?"edits"\s*:\s*\[/.exec(text.slice(0, HEAD_CHARACTERS))?.[0];
  const head = begin === undefined ? null : outboxFileHead.safeParse(fromJson(`${begin.replace(/^\uFEFF/, '')}]}`));
  if (begin === undefined || head?.success !== true) return err({ code: 'invalid-input', rule: 'not-an-outbox' });
  return ok({ head: head.data, lines: readLines(text, begin.length, begin.split('\n').length) });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** How an edit begins on a line as this console writes it. */
const OWN_START = '{"mid":';

/** An edit begins where a line has the indentation of the first one and a brace: one that is damaged takes no other with it. */
function* readLines(text: string, from: number, firstLine: number): Generator<OutboxFileLine, boolean> {
  let [at, line] = [from, firstLine];
  let indent: number | null = null;
  let piece: { line: number; text: string; looks: number } | null = null;
  const ended = function* (): Generator<OutboxFileLine, boolean> {
    const read = piece === null ? { found: [], closed: false } : readPiece(piece.text, piece.line);
    piece = null;
    yield* read.found;
    return read.closed;
  };
  for (; at < text.length; line++) {
    const end = text.indexOf('\n', at);
    const raw = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    const trimmed = raw.trim();
    if (trimmed === '') continue;
    const opens = trimmed.startsWith('{');
    // The rest of the head's own line is not indented as the lines below it.
    if (indent === null && opens && (line > firstLine || end < 0)) indent = indentOf(raw);
    if (trimmed.startsWith(']') && (indent === null || indentOf(raw) < indent || indent === 0)) {
      yield* ended();
      return true;
    }
    if (opens && (indent === null || indentOf(raw) === indent || trimmed.startsWith(OWN_START))) {
      if (yield* ended()) return true;
      piece = { line, text: raw, looks: 0 };
      continue;
    }
    // An edit that is whole already: what follows, and does not begin as one, has nothing to do with it.
    if (piece !== null && indentOf(raw) <= (indent ?? 0) && piece.looks++ < MOST_LOOKS && isWhole(piece.text) && (yield* ended())) return true;
    if (piece === null) yield { line, why: 'not-json', at: null };
    else if (piece.text.length <= MOST_EDIT_CHARACTERS) piece.text += `\n${raw}`;
  }
  return yield* ended();
}

const isWhole = (piece: string): boolean => /\}\s*,?\s*$/.test(piece.slice(-20)) && fromJson(piece.trim().replace(/,$/, '')) !== undefined;

/** Usually one edit; a file that was written without line breaks has all of them in one piece. */
function readPiece(piece: string, line: number): { found: OutboxFileLine[]; closed: boolean } {
  const bare = piece.trim().replace(/,$/, '');
  let values = fromJson(`[${bare}]`);
  let closed = false;
  if (values === undefined && /\]\s*\}$/.test(bare)) {
    values = fromJson(`[${bare.replace(/\]\s*\}$/, '')}]`);
    closed = values !== undefined;
  }
  if (!Array.isArray(values)) return { found: [{ line, why: piece.length > MOST_EDIT_CHARACTERS ? 'too-large' : 'not-json', at: null }], closed };
  return {
    closed,
    found: values.map((value): OutboxFileLine => {
      const parsed = exportedEdit.safeParse(value);
      return parsed.success ? { line, edit: parsed.data } : { line, why: 'not-an-edit', at: parsed.error.issues[0]?.path.join('/') || null };
    }),
  };
}

/** What an exported outbox is called: it says when. */
export const outboxFileName = (now: EpochMs): string => `unsent-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '')}.json`;
