import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { AppFailure } from '#shared/kernel/errors.ts';
import { refuse } from './data-file.ts';

/** One row of a table as an SQL dump inserts it; numbers stay as they are written, null is NULL. */
export type Insert = { readonly table: string; readonly line: number; readonly values: readonly (string | null)[] };

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_LINE_BYTES = 64 * 1024;
const LINE_FEED = 10;

const NAMED = /^\s*INSERT\s+INTO\s+(?:public\.)?"?(\w+)/i;
const HEAD = /^INSERT INTO (?:public\.)?\w+ VALUES \(/;
const VALUE = /(?:NULL|(-?\d+(?:\.\d+)?)|'([^']*(?:''[^']*)*)')(, ?|\);)/y;

/**
 * Reads the rows an SQL dump inserts into some tables, line by line; everything else in it is passed over. Only the shape dumps are
 * written in is understood, `INSERT INTO table VALUES (…);` on a line of its own: nothing is ever run.
 *
 * @param tables the names of the tables that are wanted
 * @throws AppFailure naming file, line and rule: `file-unreadable`, `utf8`, `file-too-large`, `line-too-long`, `insert-shape`, `insert-cut`, `insert-value`
 */
export async function* readInserts(path: string, tables: ReadonlySet<string>): AsyncGenerator<Insert> {
  const file = basename(path);
  for await (const { line, text } of linesOf(path, file)) {
    const table = NAMED.exec(text)?.[1]?.toLowerCase();
    if (table !== undefined && tables.has(table)) yield { table, line, values: valuesOf(text, { file, line }) };
  }
}

function valuesOf(text: string, place: { readonly file: string; readonly line: number }): (string | null)[] {
  const head = HEAD.exec(text);
  if (!head) return refuse(place, 'insert-shape');
  const values: (string | null)[] = [];
  VALUE.lastIndex = head[0].length;
  for (;;) {
    const found = VALUE.exec(text);
    if (!found) return refuse(place, text.endsWith(');') ? 'insert-value' : 'insert-cut', { value: values.length + 1 });
    values.push(found[1] ?? found[2]?.replaceAll("''", "'") ?? null);
    if (found[3] !== ');') continue;
    if (VALUE.lastIndex < text.length) return refuse(place, 'insert-shape');
    return values;
  }
}

async function* linesOf(path: string, file: string): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [line, size, rest] = [1, 0, Buffer.alloc(0)];
  const decoded = (bytes: Buffer): { readonly line: number; readonly text: string } => {
    if (bytes.length > MAX_LINE_BYTES) refuse({ file, line }, 'line-too-long', { most: MAX_LINE_BYTES });
    try {
      return { line: line++, text: decoder.decode(bytes).trimEnd() };
    } catch {
      return refuse({ file, line: line - 1 }, 'utf8');
    }
  };
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      if ((size += chunk.length) > MAX_FILE_BYTES) refuse({ file, line: 0 }, 'file-too-large', { most: MAX_FILE_BYTES });
      rest = Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, from)) {
        yield decoded(rest.subarray(from, end));
        from = end + 1;
      }
      rest = rest.subarray(from);
      if (rest.length > MAX_LINE_BYTES) refuse({ file, line }, 'line-too-long', { most: MAX_LINE_BYTES });
    }
  } catch (cause) {
    if (cause instanceof AppFailure) throw cause;
    refuse({ file, line: 0 }, 'file-unreadable', { reason: (cause as NodeJS.ErrnoException).code ?? 'unknown' });
  }
  yield decoded(rest);
}
