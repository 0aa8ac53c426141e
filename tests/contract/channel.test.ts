import { readdirSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answer, channels, type Handlers } from '#shared/contract/channel.ts';
import { errorCodes } from '#shared/contract/error-codes.ts';
import { ipcChannels } from '#shared/contract/ipc.ts';
import { err, ok } from '#shared/kernel/result.ts';

const counter = channels({
  'counter.add': { input: z.strictObject({ by: z.int() }), output: z.object({ total: z.int() }) },
  'counter.break': { input: z.object({}), output: z.object({}) },
  'counter.refuse': { input: z.object({}), output: z.object({}) },
});
const handlers: Handlers<typeof counter> = {
  'counter.add': ({ by }) => ok({ total: 40 + by }),
  'counter.break': () => {
    throw new Error('broken');
  },
  'counter.refuse': async () => err({ code: 'rule-broken', field: 'by', rule: 'no-more' }),
};
const silent = () => undefined;
const ask = (channel: string, input: unknown) => answer(counter, handlers, { t: 'ask', id: 7, channel, input }, silent);

describe('answer', () => {
  test('a good question', async () => expect(await ask('counter.add', { by: 2 })).toEqual({ t: 'reply', id: 7, result: ok({ total: 42 }) }));

  test.each([
    { name: 'a wrong type', channel: 'counter.add', input: { by: 'two' }, error: { code: 'invalid-input', attempted: 'counter.add', field: 'by', rule: 'invalid_type' } },
    { name: 'a field that does not exist', channel: 'counter.add', input: { by: 1, and: 2 }, error: { code: 'invalid-input', rule: 'unrecognized_keys' } },
    { name: 'no input', channel: 'counter.add', input: undefined, error: { code: 'invalid-input' } },
    { name: 'an unknown channel', channel: 'counter.steal', input: {}, error: { code: 'invalid-input', attempted: 'counter.steal', rule: 'unknown-channel' } },
    { name: 'a name of every object', channel: 'constructor', input: {}, error: { code: 'invalid-input', rule: 'unknown-channel' } },
    { name: 'a refusal says what was attempted', channel: 'counter.refuse', input: {}, error: { code: 'rule-broken', attempted: 'counter.refuse', field: 'by', rule: 'no-more' } },
  ])('$name', async ({ channel, input, error }) => expect(await ask(channel, input)).toMatchObject({ t: 'reply', id: 7, result: { ok: false, error } }));

  test('a broken promise is told to the log with its cause, and to the window without', async () => {
    const onBroken = vi.fn();
    const reply = await answer(counter, handlers, { t: 'ask', id: 1, channel: 'counter.break', input: {} }, onBroken);
    expect(reply.result).toEqual(err({ code: 'internal', attempted: 'counter.break' }));
    expect(onBroken).toHaveBeenCalledWith('counter.break', expect.objectContaining({ message: 'broken' }));
  });

  test('no message of any shape makes it throw, none is mistaken for a question', () =>
    fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withSparseArray: true, withDate: true }), async (message) => {
        const reply = await answer(counter, handlers, message, silent);
        expect(reply.result.ok).toBe(false);
      }),
    ));

  test('every real channel answers rubbish with invalid-input before its handler is called', async () => {
    const untouched = new Proxy({}, { get: () => () => ok('handler was called') }) as Handlers<typeof ipcChannels>;
    for (const channel of Object.keys(ipcChannels)) {
      for (const input of [null, 'text', 7, []]) {
        const reply = await answer(ipcChannels, untouched, { t: 'ask', id: 0, channel, input }, silent);
        expect(reply.result, `${channel} with ${JSON.stringify(input)}`).toMatchObject({ ok: false, error: { code: 'invalid-input', attempted: channel } });
      }
    }
  });
});

test('channels are named capability.verb, after a folder of shared', () => {
  const folders = readdirSync('shared');
  for (const channel of Object.keys(ipcChannels)) {
    expect(channel).toMatch(/^[a-z]+\.[a-z][A-Za-z]*$/);
    expect(folders).toContain(channel.split('.')[0]);
  }
});

test('every refusal has a sensible HTTP status', () => {
  for (const { status } of Object.values(errorCodes)) expect(status).toBeGreaterThanOrEqual(400);
});

describe('the compiler holds the contract', () => {
  const folder = mkdtempSync(join('tests', 'contract', 'compiled-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const faults = (name: string, body: string) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(
      file,
      `import { z } from 'zod';\nimport { channels, type Handlers } from '#shared/contract/channel.ts';\nimport { ok } from '#shared/kernel/result.ts';\n` +
        `const declared = channels({ 'a.one': { input: z.object({ n: z.int() }), output: z.object({ m: z.int() }) }, 'a.two': { input: z.object({}), output: z.object({}) } });\n` +
        `export const handlers: Handlers<typeof declared> = ${body};\n`,
    );
    const { config } = ts.readConfigFile('tests/tsconfig.json', (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, 'tests');
    const program = ts.createProgram([file], { ...options, types: [] });
    return ts.getPreEmitDiagnostics(program, program.getSourceFile(file)).map((fault) => fault.code);
  };
  test('complete handlers compile', () => expect(faults('complete', `{ 'a.one': ({ n }) => ok({ m: n }), 'a.two': () => ok({}) }`)).toEqual([]));
  test('a missing handler does not', () => expect(faults('missing', `{ 'a.one': ({ n }) => ok({ m: n }) }`)).toContain(2741));
  test('a wrong answer does not', () => expect(faults('wrong', `{ 'a.one': ({ n }) => ok({ m: String(n) }), 'a.two': () => ok({}) }`).length).toBeGreaterThan(0));
});
