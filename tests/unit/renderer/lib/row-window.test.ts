import fc from 'fast-check';
import { expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import { RowWindow, type Drawing, type RowSource } from '#renderer/lib/rows/row-window.ts';

type Row = { n: number; text: string };

/** A source that answers when told to, in any order. */
function slowSource(key: string, total: number) {
  const waiting: { offset: number; answer: (fail?: boolean) => Promise<void> }[] = [];
  const state = { total, revision: 1, text: key };
  const source: RowSource<Row> = {
    key,
    load: (offset, limit) =>
      new Promise((resolve) => {
        waiting.push({
          offset,
          answer: async (fail = false) => {
            const rows = Array.from({ length: Math.max(0, Math.min(limit, state.total - offset)) }, (_, at) => ({ n: offset + at, text: state.text }));
            resolve(fail ? err({ code: 'timeout' }) : ok({ total: state.total, offset, rows, revision: state.revision }));
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
  };
  const answerAll = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next.answer();
  };
  return { source, waiting, answerAll, state };
}

const whole = (drawing: Drawing<Row>) => {
  expect(drawing.rows.length).toBe(drawing.span.end - drawing.span.first);
  drawing.rows.forEach((row, at) => expect(row.n).toBe(drawing.span.first + at));
};

test('CAT-01 the lines drawn stay until those of the new place have arrived', async () => {
  const list = slowSource('a', 50_000);
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  const before = window.drawing();
  expect(before.rows[0]!.n).toBe(0);
  window.scrollTo(1_000_000);
  expect(window.drawing().rows).toBe(before.rows);
  expect(window.drawing().waiting).toBe(true);
  await list.answerAll();
  expect(window.drawing().span.first).toBe(31_250);
  expect(window.drawing().waiting).toBe(false);
  whole(window.drawing());
});

test('a screenful is whole after every step of any scrolling, with answers in any order', async () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.record({ scroll: fc.nat({ max: 1_600_000 }) }), fc.record({ answer: fc.nat() }), fc.constant({ refresh: true as const })), { maxLength: 60 }), async (steps) => {
      const list = slowSource('a', 50_000);
      const window = new RowWindow<Row>();
      window.resize(640, 32);
      window.use(list.source);
      await list.answerAll();
      for (const step of steps) {
        if ('scroll' in step) window.scrollTo(step.scroll);
        else if ('refresh' in step) void window.refresh();
        else if (list.waiting.length > 0) await list.waiting.splice(step.answer % list.waiting.length, 1)[0]!.answer();
        whole(window.drawing());
        expect(window.drawing().rows.length).toBeGreaterThanOrEqual(20);
      }
      await list.answerAll();
      expect(window.drawing().waiting).toBe(false);
    }),
    { numRuns: 60 },
  ));

test('another query keeps the old lines until its first page is there, then starts at the top', async () => {
  const [a, b] = [slowSource('a', 50_000), slowSource('b', 3)];
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(a.source);
  await a.answerAll();
  window.scrollTo(500_000);
  await a.answerAll();
  window.use(b.source);
  expect(window.drawing().rows[0]!.text).toBe('a');
  await b.answerAll();
  expect(window.drawing()).toMatchObject({ key: 'b', total: 3, positionPx: 0, waiting: false });
  expect(window.drawing().rows.map((row) => row.text)).toEqual(['b', 'b', 'b']);
});

test('a late answer of a query nobody looks at any more is dropped', async () => {
  const [a, b] = [slowSource('a', 10), slowSource('b', 20)];
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(a.source);
  window.use(b.source);
  await b.answerAll();
  await a.answerAll();
  expect(window.drawing()).toMatchObject({ key: 'b', total: 20 });
});

test('a refresh keeps unchanged lines by identity, so that they are not drawn again', async () => {
  const list = slowSource('a', 100);
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  const before = window.drawing();
  list.state.revision = 2;
  void window.refresh();
  await list.answerAll();
  expect(window.drawing()).toBe(before);
  list.state.text = 'changed';
  list.state.revision = 3;
  void window.refresh();
  await list.answerAll();
  expect(window.drawing().rows[0]!.text).toBe('changed');
});

test('changes pouring in do not starve the list: answers from between are drawn', async () => {
  const list = slowSource('a', 100);
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  for (let round = 2; round < 12; round++) {
    list.state.revision = round;
    list.state.text = `round ${round}`;
    void window.refresh();
    void window.refresh();
    const next = list.waiting.shift();
    expect(next).toBeDefined();
    void window.refresh();
    await next!.answer();
    expect(window.drawing().rows[0]!.text).toBe(`round ${round}`);
  }
});

test('a failed page keeps what is drawn, says so, and comes with a retry', async () => {
  const list = slowSource('a', 50_000);
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  window.scrollTo(900_000);
  for (const waiting of list.waiting.splice(0)) await waiting.answer(true);
  expect(window.drawing().error).toEqual({ code: 'timeout' });
  expect(window.drawing().rows[0]!.n).toBe(0);
  window.retry();
  await list.answerAll();
  expect(window.drawing()).toMatchObject({ error: null, span: { first: 28_125 } });
});

test('a list that shrinks under the scroll position ends at its new last line', async () => {
  const list = slowSource('a', 50_000);
  const window = new RowWindow<Row>();
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  window.scrollTo(1_599_000);
  await list.answerAll();
  list.state.total = 30;
  list.state.revision = 2;
  void window.refresh();
  await list.answerAll();
  expect(window.drawing()).toMatchObject({ total: 30, span: { first: 10, end: 30 } });
  whole(window.drawing());
});

test('a line keeps its element while it stays in sight, and a leap fills the elements in their order', async () => {
  const list = slowSource('a', 50_000);
  const window = new RowWindow<Row>();
  const slot = (row: number) => row - window.drawing().slotsFrom;
  window.resize(640, 32);
  window.use(list.source);
  await list.answerAll();
  expect(slot(10)).toBe(10);
  window.scrollTo(5 * 32);
  expect(slot(10)).toBe(10);
  window.scrollTo(40_000 * 32);
  await list.answerAll();
  // The first line drawn stands where line 5 stood.
  expect(window.drawing().span.first).toBe(40_000);
  expect(slot(40_000)).toBe(5);
  window.scrollTo(39_998 * 32);
  expect(slot(40_000)).toBe(5);
});

test('SYN-10 lines that come and go above a scrolled list do not move what is being read; one that moves among them does not either', async () => {
  let ids = Array.from({ length: 1_000 }, (_, n) => `p${n}`);
  const window = new RowWindow<{ id: string }>(({ id }) => id);
  window.resize(640, 32);
  window.use({ key: 'a', load: async (offset, limit) => ok({ total: ids.length, offset, rows: ids.slice(offset, offset + limit).map((id) => ({ id })), revision: 1 }) });
  await expect.poll(() => window.drawing().first).toBe(false);
  window.scrollTo(40 * 32);
  await window.refresh();
  const top = () => window.drawing().rows[0]!.id;
  expect(top()).toBe('p40');
  ids = ['new-1', 'new-2', ...ids];
  await window.refresh();
  expect([top(), window.scrollPx]).toEqual(['p40', 42 * 32]);
  ids = ids.filter((id) => id !== 'new-1' && id !== 'p3' && id !== 'p4');
  await window.refresh();
  expect([top(), window.scrollPx]).toEqual(['p40', 39 * 32]);
  // The one on top goes ten lines down: the others stay where they are.
  ids = ids.filter((id) => id !== 'p40').toSpliced(49, 0, 'p40');
  await window.refresh();
  expect([top(), window.scrollPx]).toEqual(['p41', 39 * 32]);
  // At the very top what is new is seen.
  window.scrollTo(0);
  ids = ['newest', ...ids];
  await window.refresh();
  expect(top()).toBe('newest');
});
