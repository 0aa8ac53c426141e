import { create } from 'zustand';
import { ask, listen, onLine, type Input } from '#renderer/lib/client.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import type { ExportState } from '#shared/bulk/export/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

type Exporting = { readonly now: ExportState | null; /** Why none began. */ readonly error: AppError | null };

/** The export of this window, which goes on while other pages are looked at. */
export const useExport = create<Exporting>(() => ({ now: null, error: null }));

export const isGoingOn = (state: ExportState | null): boolean => state !== null && (state.state === 'counting' || state.state === 'writing');

const told = (state: ExportState): void => {
  if (useExport.getState().now?.id === state.id) useExport.setState({ now: state });
};
let following = false;
/** Hears how far it is; after the line was broken it asks. */
function follow(): void {
  if (following) return;
  following = true;
  listen('bulk.exporting', told);
  onLine((open) => {
    const { now } = useExport.getState();
    if (!open || now === null || !isGoingOn(now)) return;
    // The data process may be another one by now, which knows nothing of it.
    void ask('bulk.exportState', { id: now.id }).then((state) => (state.ok ? told(state.value) : useExport.setState({ now: { ...now, state: 'failed', error: state.error } })));
  });
}

/** Begins one, after the person has said where the file goes; closed without a word, nothing begins. @param name what the file would be called */
export async function beginExport(asked: Omit<Input<'bulk.export'>, 'place'>, name: string): Promise<void> {
  follow();
  useExport.setState({ now: null, error: null });
  const whither = await chooseWhither(name);
  if (!whither.ok) return useExport.setState({ error: whither.error });
  if (whither.value === null) return;
  const begun = await ask('bulk.export', { ...asked, ...whither.value });
  useExport.setState(begun.ok ? { now: begun.value, error: null } : { now: null, error: begun.error });
}

export function stopExport(): void {
  const { now } = useExport.getState();
  if (now !== null) void ask('bulk.stopExport', { id: now.id });
}

/** Nothing of the last one is shown any more. */
export const forgetExport = (): void => {
  if (!isGoingOn(useExport.getState().now)) useExport.setState({ now: null, error: null });
};
