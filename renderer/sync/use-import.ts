import { useEffect, useState } from 'react';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { ask, type Output } from '#renderer/lib/client.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { ImportLook } from '#shared/sync/contract.ts';

/** Characters per message to the data process. */
const PIECE = 512 * 1024;

export type Importing =
  | { readonly name: 'reading'; readonly done: number }
  | { readonly name: 'looked'; readonly look: ImportLook }
  | { readonly name: 'taking'; readonly look: ImportLook }
  | { readonly name: 'failed'; readonly error: AppError };

/** Sends the file piece by piece; `done` hears how much of it, 0 to 1. */
async function send(file: File, name: string, done: (part: number) => void, isWanted: () => boolean): Promise<Result<null, AppError>> {
  const text = file.stream().pipeThrough(new TextDecoderStream('utf-8')).getReader();
  let [at, waiting, over] = [0, '', false];
  while (!over && isWanted()) {
    const read = await text.read();
    over = read.done;
    waiting += read.value ?? '';
    while (waiting.length >= PIECE || (over && (waiting !== '' || at === 0))) {
      const piece = waiting.slice(0, PIECE);
      waiting = waiting.slice(PIECE);
      const sent = await ask('sync.importPart', { file: name, at, text: piece });
      if (!sent.ok) return sent;
      at += piece.length;
      done(Math.min(1, at / Math.max(1, file.size)));
      if (piece === '') break;
    }
  }
  return ok(null);
}

/** An exported outbox on its way back: read, looked at, and taken over when somebody says so. */
export function useImport(file: File): { state: Importing; take: () => Promise<Output<'sync.import'> | null> } {
  const [name] = useState(() => uuidv7(() => Date.now() as EpochMs, (bytes) => crypto.getRandomValues(bytes as Uint8Array<ArrayBuffer>)));
  const [state, setState] = useState<Importing>({ name: 'reading', done: 0 });
  useEffect(() => {
    let current = true;
    const show = (next: Importing) => {
      if (current) setState(next);
    };
    void send(file, name, (done) => show({ name: 'reading', done }), () => current)
      // The file may be gone, or not be readable: the window hears that as an exception.
      .catch((cause: unknown): Result<null, AppError> => err({ code: 'not-found', attempted: 'sync.importPart', rule: 'file-unreadable', details: { cause: String(cause) } }))
      .then(async (sent) => {
        if (!current) return;
        const looked = sent.ok ? await ask('sync.importLook', { file: name }) : sent;
        show(looked.ok ? { name: 'looked', look: looked.value } : { name: 'failed', error: looked.error });
      });
    return () => {
      current = false;
    };
  }, [file, name]);
  return {
    state,
    take: async () => {
      if (state.name !== 'looked') return null;
      setState({ name: 'taking', look: state.look });
      const taken = await ask('sync.import', { file: name });
      if (taken.ok) return taken.value;
      setState({ name: 'failed', error: taken.error });
      return null;
    },
  };
}
