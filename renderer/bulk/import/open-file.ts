import { create } from 'zustand';
import { hrefOf, navigate } from '#renderer/app/router.ts';
import { ask } from '#renderer/lib/client.ts';
import { sendFile } from '#renderer/lib/send-file.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { ImportDraft } from '#shared/bulk/draft-model.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** A chosen file on its way in; `draft` once its beginning could be read, `error` when it was refused. */
export type Incoming = { readonly file: File; readonly shopId: ShopId; readonly sent: number; readonly draft: string | null; readonly error: AppError | null };

/** Outside of any page: a large file goes on coming in while somebody looks at something else. */
export const useIncoming = create<{ readonly incoming: Incoming | null; /** Dropped before it was clear for which shop. */ readonly waiting: File | null }>(() => ({ incoming: null, waiting: null }));
const now = () => useIncoming.getState().incoming;
/** After the data process came back a file is sent from its start again, so often at most. */
const MOST_STARTS = 3;

/** Where files are imported, or one of them. */
export const importHref = (draft?: string): string => hrefOf(draft === undefined ? ['catalog', 'import'] : ['catalog', 'import', draft]);

/** Whether a file is still coming in, or nobody knows yet what it is. */
export const isUnderWay = ({ file, sent, draft, error }: Incoming): boolean => error === null && (draft === null || sent < file.size);

/** Stops a file that is coming in, or takes its refusal off the screen: nothing of it stays, here or on disk. */
export async function dismissIncoming(): Promise<void> {
  const before = now();
  useIncoming.setState({ incoming: null, waiting: null });
  if (!before?.draft) return;
  firstLook.delete(before.draft);
  const dropped = ask('bulk.dropDraft', { draft: before.draft });
  if (location.hash === importHref(before.draft)) navigate(importHref(), { replace: true });
  await dropped;
}

/** Takes a file in and shows it as soon as its first rows are there, while the rest is still being read. */
export async function openFile(file: File, shopId: ShopId): Promise<void> {
  const before = now();
  // One after the other: the next waits where it can be opened, and the one before comes in whole.
  if (before !== null && before.file !== file && isUnderWay(before)) {
    useIncoming.setState({ waiting: file });
    return navigate(importHref());
  }
  const mine: Incoming = { file, shopId, sent: 0, draft: null, error: null };
  useIncoming.setState({ incoming: mine, waiting: null });
  const isWanted = () => now()?.file === file;
  const put = (part: Partial<Incoming>) => { if (isWanted()) useIncoming.setState({ incoming: { ...now()!, ...part } }); };
  navigate(importHref());
  for (let starts = 1; ; starts++) {
    const opened: { done: Promise<AppError | null> } = { done: Promise.resolve(null) };
    const sent = await sendFile(file, { what: 'table' }, {
      isWanted,
      onHeld: (held) => put({ sent: held }),
      onBegun: (intake) => { opened.done = open(intake, shopId, isWanted, (draft) => put({ draft })); },
    });
    const refused = await opened.done;
    const error = refused ?? (sent.ok ? null : sent.error);
    const again = refused === null && (error?.rule === 'intake-gone' || error?.rule === 'line-broken');
    if (again && starts < MOST_STARTS && isWanted()) continue;
    if (error !== null) put({ error });
    else if (isWanted()) put({ sent: file.size });
    return;
  }
}

/** Has the beginning of a file read, and goes to what it is; answers why it cannot be. */
async function open(intake: string, shopId: ShopId, isWanted: () => boolean, onDraft: (draft: string) => void): Promise<AppError | null> {
  const opened = await ask('bulk.openFile', { intake, shopId });
  if (!opened.ok) {
    // What is no table need not come in whole.
    await ask('intake.cancel', { intake });
    return opened.error;
  }
  if (!isWanted()) {
    await ask('bulk.dropDraft', { draft: opened.value.id });
    return null;
  }
  const before = now()?.draft;
  firstLook.set(opened.value.id, opened.value);
  onDraft(opened.value.id);
  // Whoever went elsewhere meanwhile is not fetched back.
  if (location.hash === importHref() || (before && location.hash === importHref(before))) navigate(importHref(opened.value.id), { replace: true });
  return null;
}

/** What was said of a file when it was opened, so that its page need not ask before it draws. */
export const firstLook = new Map<string, ImportDraft>();
