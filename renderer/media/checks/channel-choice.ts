import { useMemo } from 'react';
import { z } from 'zod';
import { changeSettings, settings } from '#renderer/app/live.ts';
import { channelRules, type ChannelRules } from '#shared/media/channel-rules.ts';

const KEY = 'pictureChecks';
/** Until somebody chooses: the channel that previews and feeds are made for. */
const FIRST = ['google'];
const screen = z.object({ channels: z.array(z.string().max(40)).max(40).catch(FIRST) });

/** The marketplaces whose rules matter to this seller; kept with their account. */
export function useChannels(): { readonly chosen: readonly ChannelRules[]; readonly choose: (channels: readonly string[]) => void } {
  const stored = settings.use((live) => live.value?.screens[KEY]);
  const chosen = useMemo(() => {
    const { channels } = screen.parse(typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? { channels: FIRST, ...stored } : { channels: FIRST });
    return channelRules.filter(({ channel }) => channels.includes(channel));
  }, [stored]);
  const choose = (channels: readonly string[]) => {
    const screens = settings.use.getState().value?.screens ?? {};
    void changeSettings({ screens: { ...screens, [KEY]: { channels: [...channels] } } });
  };
  return { chosen, choose };
}
