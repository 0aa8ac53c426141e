import { assert } from '#shared/kernel/assert.ts';
import { err } from '#shared/kernel/result.ts';
import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import type { ReplyMessage } from '#shared/contract/channel.ts';
import { toDataProcess, type DataProcess, type FromDataProcess, type ProcessStart, type ToDataProcess } from './data-process-contract.ts';
import { keychainSecrets, type KeychainSecrets } from './keychain-secrets.ts';

/** A window's own line into the data process on the desktop: the far end of a MessageChannelMain. */
export type WindowPort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
};

/** The line to the shell that started this process, whichever kind it is. */
export type ShellLine = {
  post(message: FromDataProcess): void;
  onMessage(listener: (message: unknown, ports: readonly WindowPort[]) => void): void;
  onGone(listener: () => void): void;
};

/** Where processes that were asked for arrive, and are said to be gone. */
export type HelperDesk = { arrived(helper: number, port: WindowPort): void; gone(helper: number): void };

const failureOf = (cause: unknown): AppError => (cause instanceof AppFailure ? cause.error : { code: 'internal', attempted: 'data-process.start' });

/**
 * Serves a data process to the shell at the other end of `line`: windows' questions go in, answers and events come out.
 * A text that is not JSON is answered with `invalid-input`, like any other malformed message.
 *
 * @param create builds the data process once the shell has said where and how; `keychain` reaches the shell's key store
 * @param helpers whoever asked the shell for processes of their own
 * @param exit called once everything is closed: 0 when the shell asked or went away, 1 when the start failed
 */
export function serveProcess(
  line: ShellLine,
  create: (start: ProcessStart, keychain: KeychainSecrets) => Promise<DataProcess>,
  exit: (code: number) => void,
  helpers?: HelperDesk,
): { close(): void } {
  const { secrets, onAnswer } = keychainSecrets(line.post);
  const ports = new Set<WindowPort>();
  let running: Promise<DataProcess> | undefined;
  let closing = false;

  const answerText = async (process: DataProcess, text: string): Promise<ReplyMessage> => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return { t: 'reply', id: 0, result: err({ code: 'invalid-input', attempted: 'message', rule: 'not-json' }) };
    }
    return process.answer(message);
  };

  const start = (how: ProcessStart) => {
    running = create(how, secrets);
    running.then(
      (process) => {
        process.onEvent((event) => {
          line.post({ t: 'event', text: JSON.stringify(event) });
          for (const port of ports) port.postMessage(event);
        });
        line.post({ t: 'ready' });
      },
      (cause: unknown) => {
        line.post({ t: 'failed', error: failureOf(cause) });
        exit(1);
      },
    );
  };

  const close = () => {
    if (closing) return;
    closing = true;
    const done = (running ?? Promise.resolve(undefined)).then((process) => process?.close());
    done.then(() => exit(0), () => exit(1));
  };

  const handle = (message: ToDataProcess, sent: readonly WindowPort[]) => {
    if (message.t === 'close') return close();
    if (message.t === 'secret-answer') return onAnswer(message);
    if (message.t === 'helper') return sent[0] && helpers?.arrived(message.helper, sent[0]);
    if (message.t === 'helper-gone') return helpers?.gone(message.helper);
    if (message.t === 'start') return running ? undefined : start(message.start);
    if (message.t === 'window-closed') return undefined;
    const process = running;
    assert(process, () => `a ${message.t} message came before start`);
    if (message.t === 'place') {
      return void process.then((serving) => {
        serving.place(message.key, message.path);
        line.post({ t: 'placed', key: message.key });
      }, () => undefined);
    }
    if (message.t === 'window') {
      return void process.then(async (serving) => line.post({ t: 'window', window: message.window, text: JSON.stringify(await answerText(serving, message.text)) }), () => undefined);
    }
    for (const port of sent) {
      ports.add(port);
      port.on('close', () => ports.delete(port));
      port.on('message', ({ data }) => void process.then(async (serving) => port.postMessage(await serving.answer(data)), () => undefined));
      port.start();
    }
  };

  line.onMessage((raw, sent) => {
    const message = toDataProcess.safeParse(raw);
    // The shell is our own code: a message that does not parse is a broken build, not an input.
    if (!message.success) throw new AppFailure({ code: 'invalid-input', attempted: 'data-process.message' });
    handle(message.data, sent);
  });
  line.onGone(close);
  return { close };
}
