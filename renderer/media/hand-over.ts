import { create } from 'zustand';
import { session } from '#renderer/app/live.ts';
import { ask } from '#renderer/lib/client.ts';
import { drafts } from '#renderer/lib/drafts.ts';
import { sendFile } from '#renderer/lib/send-file.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { ProductId } from '#shared/catalog/model.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { checkPictureBytes } from '#shared/media/rules.ts';
import { filesIn, type Entry } from './dropped-files.ts';
import { keepRefusals, recallRefusals } from './kept-refusals.ts';

/** Where pictures are for: a shop's tray, or one of its listings. */
export type Whither = { readonly shopId: ShopId; readonly productId: ProductId | null };
/** A chosen file on its way to the data process, or one that was not taken. */
export type Handing = Whither & { readonly id: string; readonly file: File; readonly name: string; readonly bytes: number; readonly read: number; readonly error: AppError | null };
/** One that was not taken; after a reload of the window without its file. */
export type Refused = Omit<Handing, 'file'> & { readonly file: File | null };

type State = {
  /** The one that is read now. */
  readonly now: Handing | null;
  readonly waiting: readonly Handing[];
  readonly refused: readonly Refused[];
  /** Since the last time nothing was under way: how many were taken, of how many, and how heavy. */
  readonly taken: number;
  readonly total: number;
  readonly takenBytes: number;
  readonly totalBytes: number;
};

const nothing: State = { now: null, waiting: [], refused: [], taken: 0, total: 0, takenBytes: 0, totalBytes: 0 };

/** Outside of any page: 4 GB go on coming in while the seller looks at something else. One file at a time, and of it one piece: memory stays flat. */
export const useHandings = create<State>(() => nothing);
const state = useHandings.getState;
const set = useHandings.setState;

/** After the data process came back a file is read from its start again, so often at most. */
const MOST_STARTS = 3;
/** So many found files are told at once: the screen is not drawn for each of thousands. */
const TOLD_AT_ONCE = 50;
let lastId = 0;

/** Whose refusals are shown; what was refused before a reload is told again to who was signed in. */
let account: string | null = null;
const follow = ({ value }: ReturnType<typeof session.use.getState>): void => {
  const me = value?.name === 'signed-in' ? value.me.id : null;
  if (me === null || me === account) return;
  const before = account === null ? state().refused : [];
  account = me;
  set({ refused: [...recallRefusals(drafts(), me).map((kept) => ({ ...kept, id: String(++lastId), file: null, read: 0 })), ...before] });
};
follow(session.use.getState());
session.use.subscribe(follow);
useHandings.subscribe(({ refused }, before) => {
  if (account !== null && refused !== before.refused) keepRefusals(drafts(), account, refused);
});

/** Whether a file is for this place: for one listing, or for any of a shop's. */
export const isFor = ({ shopId, productId }: Whither) => (handing: Whither): boolean => handing.shopId === shopId && (productId === null || handing.productId === productId);

/** Takes what was dropped, pasted or picked, folders with all that is in them; each is refused or handed over, one after the other. */
export async function handOver(whither: Whither, entries: readonly (Entry | File)[]): Promise<void> {
  let found: Handing[] = [];
  const tell = () => {
    add(found);
    found = [];
  };
  for await (const file of filesIn(entries)) {
    // What cannot be taken is said at once, not when its turn comes.
    found.push({ ...whither, id: String(++lastId), file, name: file.name, bytes: file.size, read: 0, error: checkPictureBytes(file.name, file.size) });
    if (found.length >= TOLD_AT_ONCE) tell();
  }
  tell();
}

function add(found: readonly Handing[]): void {
  const [refused, fine] = [found.filter(({ error }) => error !== null), found.filter(({ error }) => error === null)];
  set((before) => ({
    refused: [...before.refused, ...refused], waiting: [...before.waiting, ...fine],
    total: before.total + fine.length, totalBytes: before.totalBytes + fine.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
  void work();
}

let isWorking = false;
async function work(): Promise<void> {
  if (isWorking) return;
  isWorking = true;
  for (let next = state().waiting[0]; next !== undefined; next = state().waiting[0]) {
    const handing = next;
    set(({ waiting }) => ({ now: handing, waiting: waiting.slice(1) }));
    const taken = await handWhole(handing);
    set((before) => ({
      now: null, taken: before.taken + 1, takenBytes: before.takenBytes + handing.bytes,
      refused: taken.ok ? before.refused : [...before.refused, { ...handing, error: taken.error }],
    }));
  }
  isWorking = false;
  set({ taken: 0, total: 0, takenBytes: 0, totalBytes: 0 });
}

/** @returns null when the person stopped it */
async function handWhole(handing: Handing): Promise<Result<unknown, AppError>> {
  for (let starts = 1; ; starts++) {
    const taken = await handOnce(handing);
    const again = !taken.ok && (taken.error.rule === 'intake-gone' || taken.error.rule === 'line-broken');
    if (!again || starts === MOST_STARTS) return taken;
  }
}

async function handOnce({ id, file, shopId, productId }: Handing): Promise<Result<unknown, AppError>> {
  const isWanted = () => state().now?.id === id;
  const onHeld = (read: number) => set(({ now }) => ({ now: now?.id === id ? { ...now, read } : now }));
  const sent = await sendFile(file, { what: 'picture', shopId, ...(productId === null ? {} : { productId }) }, { isWanted, onHeld });
  if (!sent.ok) return sent;
  return sent.value === null ? ok(null) : ask('media.take', { intake: sent.value.intake });
}

/** Stops what has not been handed over yet; what was is in the tray. */
export function stopHanding(whither: Whither): void {
  const isMeant = isFor(whither);
  set(({ now, waiting, total, totalBytes }) => {
    const dropped = waiting.filter(isMeant);
    return {
      now: now !== null && isMeant(now) ? null : now, waiting: waiting.filter((one) => !isMeant(one)),
      total: total - dropped.length, totalBytes: totalBytes - dropped.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}

/** Takes a refusal off the screen. */
export const dismissHanding = (ids: readonly string[]): void => set(({ refused }) => ({ refused: refused.filter(({ id }) => !ids.includes(id)) }));

/** Tries a refused file once more. */
export function retryHanding(id: string): void {
  const handing = state().refused.find((one) => one.id === id);
  if (handing?.file == null) return;
  dismissHanding([id]);
  add([{ ...handing, file: handing.file, read: 0, error: checkPictureBytes(handing.name, handing.bytes) }]);
}
