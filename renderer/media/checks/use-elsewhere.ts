import { useEffect } from 'react';
import { syncState } from '#renderer/app/live.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Output } from '#renderer/lib/client.ts';
import type { ShopId } from '#shared/auth/model.ts';

/** A picture of another shop that looks the same, as far as this person is told of it. */
export type ElsewherePicture = { readonly sha256: string; readonly where: Output<'media.elsewhere'>['pictures'][number]['where'] };

/** A picture that was just sent is looked at by the server in its turn. */
const AGAIN_MS = 30_000;
/** The server answers no more at once; listings have fewer. */
const MOST_ASKED = 30;
const nothing: readonly ElsewherePicture[] = [];

/** Which of these pictures another shop shows as well, as the server knows; nothing without a line. */
export function useElsewhere(shopId: ShopId, sha256s: readonly string[]): readonly ElsewherePicture[] {
  const isOnline = syncState.use(({ value }) => value?.connection.name === 'online');
  const isAsked = isOnline && sha256s.length > 0;
  const { data, refresh } = useAsk('media.elsewhere', { shopId, sha256s: sha256s.slice(0, MOST_ASKED) }, { enabled: isAsked });
  const isWaiting = isAsked && data?.pictures.some(({ found }) => found === 'waiting') === true;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const again = setInterval(refresh, AGAIN_MS);
    return () => clearInterval(again);
  }, [isWaiting, refresh]);
  return data?.pictures.filter(({ found }) => found === 'elsewhere') ?? nothing;
}
