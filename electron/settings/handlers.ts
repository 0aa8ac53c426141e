import type { Locale } from '#shared/auth/model.ts';
import type { Answer, Handlers } from '#shared/contract/channel.ts';
import { ok } from '#shared/kernel/result.ts';
import type { Settings, settingsChannels } from '#shared/settings/contract.ts';
import type { CacheDb } from '../db/cache-db.ts';
import { readAccountSettings, writeAccountSettings } from './account-settings.ts';
import { defaultSettings, mergeSettings, type SettingsPart } from './defaults.ts';
import { machineSettings } from './machine-settings.ts';

export type SettingsDeps = {
  /** The cache of whoever is signed in: their settings live there. Before sign-in they live in a file of this machine. */
  readonly cache: () => CacheDb | null;
  readonly dataDir: string;
  /** The language of the account, where nobody has chosen one on this machine. */
  readonly locale: () => Locale | null;
  /** The language of the system. */
  readonly systemLocale: string;
  readonly about: () => Answer<typeof settingsChannels, 'settings.about'>;
  readonly tell: (settings: Settings) => void;
};

export type SettingsService = {
  readonly handlers: Handlers<typeof settingsChannels>;
  current(): Settings;
  /** Call after a sign-in or sign-out: somebody else's settings count now. */
  accountChanged(): void;
};

/** How this person likes their console, remembered per account; before sign-in, per machine. */
export function createSettings(deps: SettingsDeps): SettingsService {
  const machine = machineSettings(deps.dataDir);
  const account = (): CacheDb | null => {
    const cache = deps.cache();
    return cache?.isOpen ? cache : null;
  };
  const current = (): Settings => {
    const cache = account();
    const own = deps.locale();
    return [own === null ? {} : { locale: own }, machine.read(), cache === null ? {} : readAccountSettings(cache)].reduce<Settings>(mergeSettings, defaultSettings(deps.systemLocale));
  };
  const change = async (part: SettingsPart): Promise<Settings> => {
    const cache = account();
    if (cache !== null) await writeAccountSettings(cache, part);
    // What the sign-in page needs to look right next time; nothing of what a person works on.
    const { screens, shortcuts, shopId: _shop, ...look } = part;
    machine.write(cache === null ? { ...look, ...(screens && { screens }), ...(shortcuts && { shortcuts }) } : look);
    const now = current();
    deps.tell(now);
    return now;
  };
  return {
    current,
    accountChanged: () => deps.tell(current()),
    handlers: {
      'settings.get': () => ok(current()),
      'settings.set': async (part) => ok(await change(part)),
      'settings.about': () => ok(deps.about()),
    },
  };
}
