import { draftKey } from '#renderer/lib/drafts.ts';
import { ask } from '#renderer/lib/client.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { useKept } from '#renderer/lib/use-kept.ts';
import { useLines, type Lines } from '#renderer/sync/use-lines.ts';
import { z } from 'zod';
import type { ShopId } from '#shared/auth/model.ts';
import type { TrayPicture } from '#shared/media/library-channels.ts';
import { chosenTargets } from './targets.ts';

export const trayFilters = ['all', 'ready', 'waiting', 'refused'] as const;
export type TrayFilter = (typeof trayFilters)[number];

const EVENTS = ['media.trayChanged'] as const;

/** The pictures of a shop's tray as the lines of a list, however many. */
export function useTrayLines(shopId: ShopId, filter: TrayFilter): Lines<TrayPicture> {
  return useLines<TrayPicture>(
    `${shopId} ${filter}`,
    async (offset, limit) => {
      const page = await ask('media.tray', { shopId, offset, limit, ...(filter === 'all' ? {} : { state: filter }) });
      return page.ok ? { ok: true, value: { total: page.value.total, rows: page.value.pictures } } : page;
    },
    ({ id }) => id, EVENTS,
  );
}

/** Which listings the names in a tray mean under a pattern, and what was chosen by hand; both stay until they are done. */
export function useMatches(shopId: ShopId, account: string) {
  const [pattern, setPattern] = useKept(draftKey(account, shopId, 'picture-pattern'), z.string(), '');
  const [chosen, setChosen] = useKept(draftKey(account, shopId, 'picture-targets'), chosenTargets, {});
  const answer = useAsk('media.match', { shopId, pattern: pattern.trim() === '' ? null : pattern.trim() }, { refreshOn: ['media.trayChanged', 'catalog.changed'] });
  return { pattern, setPattern, chosen, setChosen, matches: answer.data?.matches ?? null, error: answer.error };
}
