import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { replyMessage } from '#shared/contract/channel.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { forkLife } from '#electron/ipc/fork-life.ts';
import { superviseDataProcess } from '#electron/ipc/supervisor.ts';
import { places } from '#electron/start/places.ts';

/** The same data process as behind a window, asked from here. */
export async function openDataProcess(dataDir: string, serverUrl: string) {
  const waiting = new Map<number, (text: string) => void>();
  let lastId = 0;
  let up: (started: Result<void, string>) => void = () => undefined;
  const started = new Promise<Result<void, string>>((resolve) => (up = resolve));
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const accounts = join(dataDir, 'server', 'demo-accounts.json');
  const supervisor = superviseDataProcess({
    fork: () => forkLife(places.dataProcess, { errorsTo: join(dataDir, 'logs', 'data-process.err.log') }),
    start: { dataDir, serverUrl, shell: 'browser', secrets: 'file', demoAccountsFile: existsSync(accounts) ? accounts : null },
    log: silent,
    on: {
      up: () => up(ok(undefined)),
      down: ({ error, code }) => {
        up(err(`the data process could not start (${error?.code ?? `exit code ${code ?? 'none'}`})`));
        for (const tell of waiting.values()) tell('');
      },
      window: (id, text) => waiting.get(id)?.(text),
      event: () => undefined,
    },
  });
  const ask = async <S extends z.ZodType>(channel: string, input: unknown, output: S): Promise<Result<z.output<S>, string>> => {
    const id = ++lastId;
    const text = await new Promise<string>((resolve) => {
      waiting.set(id, resolve);
      supervisor.post({ t: 'window', window: id, text: JSON.stringify({ t: 'ask', id, channel, input }) });
    });
    waiting.delete(id);
    if (text === '') return err('the data process ended');
    const reply = replyMessage.parse(JSON.parse(text));
    return reply.result.ok ? ok(output.parse(reply.result.value)) : err(reply.result.error.rule ?? reply.result.error.code);
  };
  /** Lets a channel write to a place named here, by a key. */
  const place = (path: string): string => {
    const key = randomUUID();
    supervisor.post({ t: 'place', key, path });
    return key;
  };
  return { started: await started, ask, place, close: supervisor.close };
}

export type DataProcessLine = Awaited<ReturnType<typeof openDataProcess>>;
