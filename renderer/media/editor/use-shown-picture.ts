import { useEffect, useState } from 'react';
import { ask, type Input } from '#renderer/lib/client.ts';
import type { AppError } from '#shared/kernel/errors.ts';

/** A picture in hand: its address on this page, and itself, ready to be drawn. */
export type ShownPicture = { readonly url: string; readonly image: HTMLImageElement; readonly width: number; readonly height: number };
export type Showing = { readonly picture: ShownPicture | null; readonly error: AppError | null; readonly retry: () => void };

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/**
 * Fetches one size of a picture and keeps it while it is shown. Not from the cache of tiles: here it is drawn from, pixel by pixel.
 *
 * @param input null: nothing is asked
 */
export function useShownPicture(input: Input<'media.show'> | null): Showing {
  const key = input === null ? '' : JSON.stringify(input);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly picture: ShownPicture | null; readonly error: AppError | null } | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (key === '') return;
    let url: string | null = null;
    let isLeft = false;
    void ask('media.show', JSON.parse(key) as Input<'media.show'>).then(async (shown) => {
      if (isLeft) return;
      if (!shown.ok) return setAnswer({ key, picture: null, error: shown.error });
      const { mime, data, width, height } = shown.value;
      url = URL.createObjectURL(new Blob([bytesOf(data)], { type: mime }));
      const image = new Image();
      image.src = url;
      try {
        await image.decode();
      } catch {
        // Bytes that are no picture to this browser.
        if (!isLeft) setAnswer({ key, picture: null, error: { code: 'not-ready', rule: 'picture-not-here', attempted: 'media.show' } });
        return;
      }
      if (!isLeft) setAnswer({ key, picture: { url, image, width, height }, error: null });
    });
    return () => {
      isLeft = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [key, tries]);
  const current = answer?.key === key ? answer : null;
  return { picture: current?.picture ?? null, error: current?.error ?? null, retry: () => setTries((count) => count + 1) };
}
