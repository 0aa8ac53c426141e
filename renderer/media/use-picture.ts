import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { ask, listen, onLine } from '#renderer/lib/client.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import { wantedSizes } from '#shared/media/sizes.ts';
import type { DerivativePurpose } from '#shared/media/model.ts';
import { keyOf, PictureAddresses, type Shown, type Wanted } from './picture-addresses.ts';

/** What another console has not sent yet may come at any time. */
const LOOK_AGAIN_MS = 20 * SECOND_MS;
/** So long after a change of the catalogue the marks of the shops on screen are looked at: once for a burst of changes. */
const MARK_MS = SECOND_MS;

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const addresses = new PictureAddresses({
  show: (wanted) => ask('media.show', wanted),
  addressOf: (mime, base64) => URL.createObjectURL(new Blob([bytesOf(base64)], { type: mime })),
  revoke: (address) => URL.revokeObjectURL(address),
});

/** What stood over the pictures of a shop when they were last looked at. */
const marks = new Map<ShopId, string>();
const ASKED = 'asked';
/** A shop that puts another mark over its pictures, here or elsewhere, changes all of them at once. */
async function lookAtMark(shopId: ShopId): Promise<void> {
  const answer = await ask('catalog.shop', { id: shopId });
  if (!answer.ok) return;
  const [before, now] = [marks.get(shopId), JSON.stringify(answer.value.shop.watermark ?? null)];
  marks.set(shopId, now);
  if (before !== undefined && before !== ASKED && before !== now) addresses.renew(shopId);
}

let isListening = false;
/** Looks again for what could not be had whenever that may have changed: it was made, the server is there again, the data process came back. */
function lookAgain(): void {
  if (isListening) return;
  isListening = true;
  let wasOnline = true;
  listen('media.trayChanged', () => void addresses.retry());
  listen('sync.state', ({ connection }) => {
    const isOnline = connection.name === 'online';
    if (isOnline && !wasOnline) addresses.retry();
    wasOnline = isOnline;
  });
  onLine((open) => {
    if (open) addresses.retry();
  });
  setInterval(() => void addresses.retry(), LOOK_AGAIN_MS);
  let isLooking = false;
  listen('catalog.changed', () => {
    if (isLooking) return;
    isLooking = true;
    setTimeout(() => {
      isLooking = false;
      for (const shopId of addresses.shopsShown()) void lookAtMark(shopId);
    }, MARK_MS);
  });
}

/** The smallest size that has a pixel for each of the screen's. */
export const purposeFor = (px: number): DerivativePurpose => (wantedSizes.find(({ width }) => width >= px) ?? wantedSizes.at(-1)!).purpose;

/** One size of a picture as an address for `<img>`, from this machine or from the server; null wants nothing. */
export function usePicture(wanted: Wanted | null): Shown {
  const key = wanted === null ? '' : keyOf(wanted);
  const latest = useRef(wanted);
  useEffect(() => {
    latest.current = wanted;
  });
  // The same key is the same question.
  useEffect(() => {
    if (key === '' || latest.current === null) return;
    lookAgain();
    const { shopId } = latest.current;
    if (!marks.has(shopId)) {
      marks.set(shopId, ASKED);
      void lookAtMark(shopId);
    }
    return addresses.hold(latest.current);
  }, [key]);
  const subscribe = useCallback((listener: () => void) => addresses.subscribe(key, listener), [key]);
  return useSyncExternalStore(subscribe, () => addresses.shown(key));
}
