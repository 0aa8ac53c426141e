import type { AppError } from '#shared/kernel/errors.ts';
import { MINUTE_MS } from '#shared/kernel/time.ts';
import type { SyncState } from '#shared/sync/sync-state.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { canHelp } from '../files/send-queue.ts';
import type { HttpClient } from '../http/client.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import { uploadQuarantined, uploadRows, type UploadRow } from './upload-rows.ts';

export type QuarantineWatchDeps = {
  readonly cache: () => CacheDb | null;
  readonly http: HttpClient;
  readonly scheduler: Scheduler;
  /** Some picture stands otherwise than before. */
  readonly onChange: () => void;
  readonly onBroken: (cause: unknown) => void;
};

/** The server scans late what it could not scan at once, within the hour. */
const EVERY_MS = 15 * MINUTE_MS;
/** A question that came to nothing is asked again so soon at first, then after twice as long each time. */
const AGAIN_MS = 2_000;

/** How a picture is refused in which the server's scanner found something. */
export const quarantined = ({ sha256, ending }: Pick<UploadRow, 'sha256' | 'ending'>, note: string | null): AppError =>
  ({ code: 'rule-broken', field: `${sha256}.${ending}`, rule: 'picture-quarantined', ...(note === null ? {} : { details: { note } }) });

/** Hears of pictures that were sent long ago and in which a scanner has found something since: asks whenever the server is reached again, and now and then. */
export function quarantineWatch({ cache, http, scheduler, onChange, onBroken }: QuarantineWatchDeps) {
  let isOnline = false;
  let cancel: () => void = () => undefined;
  let asking: Promise<void> = Promise.resolve();

  /** Answers whether every shop was heard of; of one that is another's by now nothing is to be heard. */
  const ask = async (): Promise<boolean> => {
    const db = cache();
    if (!db?.isOpen) return true;
    let heard = true;
    const sent = uploadRows(db).filter(({ state }) => state === 'sent');
    for (const shopId of new Set(sent.map((row) => row.shopId))) {
      const answer = await http('quarantinedPictures', { params: { shopId: shopId as never }, query: { since: 0 } });
      if (!answer.ok && canHelp(answer.error)) heard = false;
      if (!answer.ok || !db.isOpen) continue;
      const notes = new Map(answer.value.contents.map(({ sha256, note }) => [sha256, note]));
      const hit = sent.filter((row) => row.shopId === shopId && notes.has(row.sha256));
      if (hit.length === 0) continue;
      await db.inTurn((writable) => {
        for (const row of hit) uploadQuarantined(writable, row, quarantined(row, notes.get(row.sha256)!));
      });
      onChange();
    }
    return heard;
  };
  /** The first call after a cut may still go down the line that was cut: without being asked again, it would say nothing for a quarter of an hour. */
  const turn = (pause = AGAIN_MS): void => {
    cancel();
    if (!isOnline) return;
    asking = asking.then(ask).then((heard) => {
      cancel();
      if (!isOnline) return;
      cancel = heard ? scheduler.after(EVERY_MS, () => turn()) : scheduler.after(pause, () => turn(Math.min(2 * pause, EVERY_MS)));
    }).catch(onBroken);
  };

  return {
    connection: ({ name }: SyncState['connection']): void => {
      const was = isOnline;
      isOnline = name === 'online';
      if (isOnline !== was) turn();
    },
    stop: (): Promise<void> => {
      isOnline = false;
      cancel();
      return asking;
    },
  };
}
