import { PROTOCOL_VERSION } from '#shared/contract/protocol-version.ts';
import packageJson from '../../package.json' with { type: 'json' };
import type { Account } from '../data-process/ground.ts';
import { createSettings, type SettingsService } from './handlers.ts';

/** The language of the system. `DateTimeFormat` tells the same, but loading the calendars for it takes 20 to 50 ms of every start. */
const { locale: systemLocale } = new Intl.PluralRules().resolvedOptions();

/** @param onChange something is set differently now, perhaps the shop that is looked at */
export const wireSettings = ({ dataDir, serverUrl, slot, session, tell }: Account, shell: 'desktop' | 'browser', onChange: () => void): SettingsService =>
  createSettings({
    cache: slot.db, dataDir, systemLocale, locale: () => session.me()?.locale ?? null,
    about: () => ({ version: packageJson.version, protocol: PROTOCOL_VERSION, shell, dataDir, cacheFile: slot.db()?.file ?? null, serverUrl, encrypted: false }),
    tell: (now) => {
      tell('settings.changed', now);
      onChange();
    },
  });
