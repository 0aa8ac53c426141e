import { useEffect, useState } from 'react';
import { ask, type Output } from '#renderer/lib/client.ts';
import { sendFile } from '#renderer/lib/send-file.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import type { ImportLook } from '#shared/sync/outbox-model.ts';

export type Importing =
  | { readonly name: 'reading'; readonly done: number }
  | { readonly name: 'looked'; readonly look: ImportLook; /** The file, as the data process has it. */ readonly intake: string }
  | { readonly name: 'taking'; readonly look: ImportLook }
  | { readonly name: 'failed'; readonly error: AppError };

/** An exported outbox on its way back: read, looked at, and taken over when somebody says so. */
export function useImport(file: File): { state: Importing; take: () => Promise<Output<'sync.import'> | null> } {
  const [state, setState] = useState<Importing>({ name: 'reading', done: 0 });
  useEffect(() => {
    let current = true;
    let intake: string | null = null;
    const show = (next: Importing) => {
      if (current) setState(next);
    };
    void sendFile(file, { what: 'outbox' }, { isWanted: () => current, onBegun: (name) => void (intake = name), onHeld: (held) => show({ name: 'reading', done: held / Math.max(1, file.size) }) }).then(async (sent) => {
      if (!sent.ok) return show({ name: 'failed', error: sent.error });
      if (sent.value === null) return;
      const looked = await ask('sync.importLook', { intake: sent.value.intake });
      show(looked.ok ? { name: 'looked', look: looked.value, intake: sent.value.intake } : { name: 'failed', error: looked.error });
    });
    return () => {
      current = false;
      if (intake !== null) void ask('intake.cancel', { intake });
    };
  }, [file]);
  return {
    state,
    take: async () => {
      if (state.name !== 'looked') return null;
      setState({ name: 'taking', look: state.look });
      const taken = await ask('sync.import', { intake: state.intake });
      if (taken.ok) return taken.value;
      setState({ name: 'failed', error: taken.error });
      return null;
    },
  };
}
