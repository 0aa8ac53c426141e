import { ok } from '#shared/kernel/result.ts';
import { answer, channels, type EventMessage } from '#shared/contract/channel.ts';
import { serveProcess } from '#electron/ipc/serve-process.ts';
import { shellLine } from '#electron/ipc/shell-line.ts';
import { PictureWorkers } from '#electron/media/picture-workers.ts';
import { workersOverShell } from '#electron/media/workers-over-shell.ts';
import { z } from 'zod';

/**
 * A data process without a database, for tests of the shells: it speaks the whole protocol, and lets a test make it answer,
 * announce, ask for secrets, read a picture in a process the shell starts for it, die, or refuse to start (`serverUrl` on port 9).
 */
const doubleChannels = channels({
  'double.echo': { input: z.object({ text: z.string() }), output: z.object({ text: z.string() }) },
  'double.big': { input: z.object({ bytes: z.int() }), output: z.object({ text: z.string() }) },
  'double.bigOnes': { input: z.object({}), output: z.object({ count: z.int() }) },
  'double.announce': { input: z.object({ text: z.string() }), output: z.object({}) },
  'double.where': { input: z.object({}), output: z.object({ pid: z.int(), dataDir: z.string(), shell: z.string(), secrets: z.string() }) },
  'double.secret': { input: z.object({ name: z.string(), value: z.string().nullable().optional() }), output: z.object({ value: z.string().nullable() }) },
  'double.place': { input: z.object({ key: z.string() }), output: z.object({ path: z.string().nullable() }) },
  'double.picture': { input: z.object({ path: z.string() }), output: z.object({ width: z.int(), height: z.int(), type: z.string() }) },
  'double.die': { input: z.object({}), output: z.object({}) },
});

const line = shellLine();
if (!line) throw new Error('the double is started by a shell');
const helpers = workersOverShell(line.post);
const workers = new PictureWorkers({ count: 1, start: helpers.start });
serveProcess(
  line,
  async (start, keychain) => {
    if (start.serverUrl.includes(':9/')) throw new Error('refused to start, as asked');
    const listeners = new Set<(event: EventMessage) => void>();
    let bigOnes = 0;
    const places = new Map<string, string>();
    return {
      answer: (message) =>
        answer(
          doubleChannels,
          {
            'double.echo': (input) => ok(input),
            'double.big': ({ bytes }) => {
              bigOnes++;
              return ok({ text: 'x'.repeat(bytes) });
            },
            'double.bigOnes': () => ok({ count: bigOnes }),
            'double.announce': ({ text }) => {
              for (const listener of listeners) listener({ t: 'event', name: 'double.announced', payload: { text } });
              return ok({});
            },
            'double.where': () => ok({ pid: process.pid, dataDir: start.dataDir, shell: start.shell, secrets: start.secrets }),
            'double.secret': async ({ name, value }) => {
              if (value !== undefined) await keychain.set(name, value);
              return ok({ value: await keychain.get(name) });
            },
            'double.place': ({ key }) => ok({ path: places.get(key) ?? null }),
            'double.picture': async ({ path }) => {
              const looked = await workers.thumbnail({ path, file: 'a.jpg' });
              return looked.ok ? ok({ width: looked.value.width, height: looked.value.height, type: Buffer.from(looked.value.data).toString('latin1', 8, 12) }) : looked;
            },
            'double.die': () => process.kill(process.pid, 'SIGKILL') as unknown as never,
          },
          message,
          () => undefined,
        ),
      onEvent: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      place: (key, path) => void places.set(key, path),
      close: async () => workers.close(),
    };
  },
  (code) => process.exit(code),
  helpers,
);
