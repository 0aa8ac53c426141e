import { z } from 'zod';
import { locale, shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { json } from '../kernel/json.ts';

/** How this person likes their console; kept on this machine, per account (before sign-in: per machine). */
export const settings = z.object({
  locale,
  theme: z.enum(['system', 'light', 'dark', 'high-contrast']),
  density: z.enum(['compact', 'normal', 'comfortable']),
  /** Digits and dates follow the language unless said otherwise. */
  reducedMotion: z.boolean(),
  /** Action id to keys, where changed: `{ "catalog.new": "n" }`. */
  shortcuts: z.record(z.string(), z.string()),
  /** Column choice and widths per list, the last filter, the open panel: whatever a screen wants to find again. */
  screens: z.record(z.string(), json),
  /** The shop looked at, of several this person works for; null: all of them. Lists, searches and suggestions show nothing else. */
  shopId: shopId.nullable(),
});
export type Settings = z.infer<typeof settings>;

export const settingsChannels = channels({
  'settings.get': { input: z.object({}), output: settings },
  'settings.set': { input: settings.partial(), output: settings },
  'settings.about': {
    input: z.object({}),
    output: z.object({ version: z.string(), protocol: z.int(), shell: z.enum(['desktop', 'browser']), dataDir: z.string(), cacheFile: z.string().nullable(), serverUrl: z.string(), encrypted: z.boolean() }),
  },
});
export const settingsEvents = events({ 'settings.changed': settings });
