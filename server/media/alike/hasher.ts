import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import { GETS_ON_MS, MOST_PICTURE_MS, MOST_STANDSTILL_MS, STANDSTILL_LOOKS } from '#shared/media/limits.ts';
import type { PictureType } from '#shared/media/model.ts';
import type { FromHasher, ToHasher } from './hash-worker.ts';

/** Where hashes are taken: something that answers one question at a time, and can be ended. */
export type HashLife = {
  readonly pid: number | undefined;
  ask(asked: ToHasher): void;
  onAnswer(listener: (said: FromHasher) => void): void;
  /** It is gone, for whatever reason; told at least once. */
  onEnd(listener: () => void): void;
  kill(): void;
};

const entry = new URL('./hash-worker.ts', import.meta.url);

/** A process of its own; inside the desktop program, which forks no Node, a thread. */
export function hashLife(): HashLife {
  if (process.versions['electron'] !== undefined) {
    const thread = new Worker(entry, { execArgv: [], name: 'picture-hash', resourceLimits: { maxOldGenerationSizeMb: 256 } });
    thread.unref();
    return {
      pid: undefined,
      ask: (asked) => thread.postMessage(asked), onAnswer: (listener) => void thread.on('message', listener),
      onEnd: (listener) => void thread.on('error', listener).on('exit', listener), kill: () => void thread.terminate(),
    };
  }
  const { PATH, SystemRoot } = process.env;
  // What reads files from outside has no use for the secrets in the server's environment.
  const child = fork(fileURLToPath(entry), [], { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { MALLOC_ARENA_MAX: '2', ...(PATH ? { PATH } : {}), ...(SystemRoot ? { SystemRoot } : {}) } });
  child.unref();
  child.channel?.unref();
  return {
    pid: child.pid,
    ask: (asked) => void (child.connected && child.send(asked, () => undefined)),
    onAnswer: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.on('error', listener).on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** How long a worker with nothing to do stays. */
const IDLE_MS = MINUTE_MS;

export type Hasher = {
  /**
   * The hashes of a picture (`pictureHashes`); null when it cannot be read, takes too long, or its worker died over it twice.
   *
   * @throws Error when the hasher is closed before it is done: then nothing is known of the picture
   */
  hashes(content: Uint8Array, type: PictureType): Promise<readonly string[] | null>;
  close(): void;
};

type Answer = Pick<Extract<FromHasher, { is: 'done' }>, 'hashes'>;
type HasherOptions = { readonly start?: () => HashLife; /** How much processor time one picture may take, ms. */ readonly mostProcessorMs?: number; /** How long a worker may get nowhere, ms. */ readonly standstillMs?: number };

/** Takes perceptual hashes outside of this process, one at a time, the first asked first; a worker is there only while there is something to do. */
export function createHasher({ start = hashLife, mostProcessorMs = MOST_PICTURE_MS, standstillMs = MOST_STANDSTILL_MS }: HasherOptions = {}): Hasher {
  let worker: HashLife | null = null;
  let settle: (said: Answer | 'gone') => void = () => undefined;
  let follow: (processorMs: number) => void = () => undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const dismiss = (): void => {
    worker?.kill();
    worker = null;
  };
  const hire = (): HashLife => {
    const hired = start();
    hired.onAnswer((said) => {
      if (worker !== hired) return;
      if (said.is === 'working') follow(said.processorMs);
      else settle(said);
    });
    hired.onEnd(() => {
      if (worker !== hired) return;
      worker = null;
      settle('gone');
    });
    return hired;
  };
  const once = (asked: ToHasher): Promise<Answer | 'gone'> =>
    new Promise((resolve) => {
      let [reachedMs, looks] = [0, 0];
      const giveUp = (): void => {
        dismiss();
        settle({ hashes: null });
      };
      const watch = setInterval(() => ++looks >= STANDSTILL_LOOKS && giveUp(), standstillMs / STANDSTILL_LOOKS);
      settle = (said) => {
        clearInterval(watch);
        resolve(said);
      };
      // The processor's time counts: on a busy server, an innocent picture takes minutes.
      follow = (processorMs) => {
        if (processorMs > mostProcessorMs) return giveUp();
        if (processorMs >= reachedMs + GETS_ON_MS) [reachedMs, looks] = [processorMs, 0];
      };
      (worker ??= hire()).ask(asked);
    });
  const take = async (asked: ToHasher): Promise<readonly string[] | null> => {
    clearTimeout(idle);
    // A worker may have been killed for no fault of the picture, which gets one more try.
    for (let tries = 0; tries < 2; tries++) {
      if (isClosed) throw new Error('the hasher is closed');
      const said = await once(asked);
      if (said === 'gone') continue;
      idle = setTimeout(dismiss, IDLE_MS).unref();
      return said.hashes;
    }
    if (isClosed) throw new Error('the hasher is closed');
    return null;
  };

  return {
    hashes: (content, type) => {
      const next = last.then(() => take({ content, type }));
      last = next.catch(() => undefined);
      return next;
    },
    close: () => {
      isClosed = true;
      clearTimeout(idle);
      dismiss();
      settle('gone');
    },
  };
}
