import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EpochMs } from '#shared/kernel/time.ts';
import { exportedOutbox, type ExportedEdit } from '#shared/sync/outbox-model.ts';
import { readOutboxFile, writeOutboxFile, type OutboxFileLine } from '#shared/sync/outbox-file.ts';
import { id } from '#tests/builders/catalog.ts';

const head = { format: 'comptoir-outbox', version: 1, exportedAt: 5 as EpochMs, server: 'http://x [1]', client: 'c', schema: 2 } as const;
const anEdit = (n: number, value = 'Nour "l’été" \n ] }, {"mid":'): ExportedEdit => ({
  mid: id(n), cseq: n, group: null, entity: 'product', id: id(1_000 + n), baseVersion: 1, action: 'patch', ops: [{ op: 'set', path: 'brand', base: null, value }], intent: 'test', madeAt: n as EpochMs, state: 'queued', error: null,
});
const edits = [1, 2, 3].map((n) => anEdit(n));
const written = [...writeOutboxFile(head, edits)].join('');
function read(text: string): { lines: OutboxFileLine[]; complete: boolean } {
  const opened = readOutboxFile(text);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const lines: OutboxFileLine[] = [];
  for (;;) {
    const next = opened.value.lines.next();
    if (next.done === true) return { lines, complete: next.value };
    lines.push(next.value);
  }
}
const found = (text: string) => read(text).lines.flatMap((line) => ('edit' in line ? [line.edit] : []));
const wrong = (text: string) => read(text).lines.filter((line) => 'why' in line);

describe('SYN-12 the file an outbox is exported to', () => {
  test('is JSON with one edit per line', () => {
    expect(exportedOutbox.parse(JSON.parse(written)).edits).toEqual(edits);
    expect(read(written)).toEqual({ lines: edits.map((edit, at) => ({ line: at + 2, edit })), complete: true });
    expect(found([...writeOutboxFile(head, [])].join(''))).toEqual([]);
  });

  test.each([
    { name: 'indented', text: JSON.stringify(JSON.parse(written), null, 2) },
    { name: 'indented by one', text: JSON.stringify(JSON.parse(written), null, 1) },
    { name: 'indented by tabs, with the line ends of another system', text: `\uFEFF${JSON.stringify(JSON.parse(written), null, '\t').replaceAll('\n', '\r\n')}` },
    { name: 'in one line', text: JSON.stringify(JSON.parse(written)) },
    { name: 'in one line with its end', text: `${JSON.stringify(JSON.parse(written))}\n` },
  ])('laid out anew, $name: the same edits', ({ text }) => {
    expect(found(text)).toEqual(edits);
    expect(read(text)).toMatchObject({ complete: true });
    expect(wrong(text)).toEqual([]);
  });

  test('an indented file tells where each edit begins', () => {
    const text = JSON.stringify(JSON.parse(written), null, 2);
    expect(read(text).lines.map(({ line }) => line)).toEqual(text.split('\n').flatMap((line, at) => (line === '    {' ? [at + 1] : [])));
  });

  test('a damaged line is named and takes no other with it', () => {
    const lines = written.split('\n');
    lines[2] = lines[2]!.replace('"cseq"', 'cseq');
    expect(found(lines.join('\n'))).toEqual([edits[0], edits[2]]);
    expect(wrong(lines.join('\n'))).toEqual([{ line: 3, why: 'not-json', at: null }]);
    lines[1] = lines[1]!.replace('"patch"', '"destroy"');
    lines.splice(3, 0, 'a note somebody wrote here');
    expect(wrong(lines.join('\n'))).toEqual([{ line: 2, why: 'not-an-edit', at: 'action' }, { line: 3, why: 'not-json', at: null }]);
    expect(found(lines.join('\n'))).toEqual([edits[2]]);
  });

  test('a line that lost its beginning is named, and the one before it stays', () => {
    const lines = written.split('\n');
    lines[2] = lines[2]!.slice(20);
    expect(found(lines.join('\n'))).toEqual([edits[0], edits[2]]);
    expect(wrong(lines.join('\n'))).toEqual([{ line: 3, why: 'not-json', at: null }]);
    expect(read(lines.join('\n')).complete).toBe(true);
  });

  test('millions of lines that mean nothing are read in the time of reading them', () => {
    const text = `${written.split('\n')[0]!}\n{"mid":\n${'}\n'.repeat(300_000)}`;
    expect(wrong(text)).toHaveLength(1);
    expect(wrong(`${written.split('\n')[0]!}\n${'x\n'.repeat(100_000)}`)).toHaveLength(100_000);
  });

  test('a field nobody knows, nested without end, a foreign key: no edit', () => {
    const odd = (more: object) => JSON.stringify({ ...anEdit(9), ...more });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = [written.split('\n')[0], `${odd({ admin: true })},`, `${odd({ ops: 7 })},`, `${odd({ mid: 'x' })},`, `${odd({}).replace('"value":', `"value":${deep},"x":`)},`, odd({ ops: [{ op: 'set', path: 'a', base: null, value: 1, more: 1 }] }), ']}'].join('\n');
    expect(found(text)).toEqual([]);
    expect(wrong(text)).toHaveLength(5);
    expect(read(text).complete).toBe(true);
  });

  test.each(['', '{', '[]', 'null', '{"edits":[', written.replace('comptoir-outbox', 'other'), written.replace('"version":1', '"version":9'), 'PK\u0003\u0004', '<html>', '{"edits":"["}', JSON.stringify({ edits: [1, 2] })])('%j is no outbox', (text) => {
    expect(readOutboxFile(text)).toMatchObject({ ok: false, error: { rule: 'not-an-outbox' } });
  });

  test('cut anywhere: every whole edit before the cut, and the cut is noticed', () =>
    fc.assert(
      fc.property(fc.integer({ min: written.indexOf('\n') + 1, max: written.length - 1 }), (at) => {
        const cut = written.slice(0, at);
        const whole = cut.split('\n').slice(1, -1).length;
        expect(found(cut).length).toBeGreaterThanOrEqual(Math.min(3, whole));
        expect(found(cut)).toEqual(edits.slice(0, found(cut).length));
        expect(read(cut).complete).toBe(cut.includes('\n]'));
      }),
    ));

  test('whatever is written into it: no exception, and never an edit that was not there', () =>
    fc.assert(
      fc.property(fc.nat(written.length), fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), (at, text, gone) => {
        const damaged = written.slice(0, at) + text + written.slice(at + gone);
        if (!readOutboxFile(damaged).ok) return;
        for (const edit of found(damaged)) expect(exportedOutbox.shape.edits.element.safeParse(edit).success).toBe(true);
      }),
    ));
});
