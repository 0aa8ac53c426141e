import { err, ok } from '#shared/kernel/result.ts';
import type { Settings } from '#shared/settings/contract.ts';
import { aSyncState, inboxOf, outboxOf, someoneSignedIn, someSettings } from '#tests/builders/window.ts';
import type { Script } from '#tests/support/renderer-stage.ts';

/** A vendor's quiet morning: signed in, online, everything sent. Stories change what they are about. */
export function aQuietMorning(settings: Partial<Settings> = {}, changes: Script = {}): Script {
  let kept = someSettings(settings);
  return {
    'auth.session': ok(someoneSignedIn()),
    'settings.get': () => ok(kept),
    'settings.set': (input: Partial<Settings>) => ok((kept = { ...kept, ...input })),
    'settings.about': ok({ version: '0.1.0', protocol: 1, shell: 'browser', dataDir: '/home/salma/.comptoir', cacheFile: '/home/salma/.comptoir/cache/3f2a.db', serverUrl: 'http://127.0.0.1:7100', encrypted: false }),
    'sync.state': ok(aSyncState()),
    'sync.now': ok(aSyncState()),
    'sync.unsent': ok(outboxOf([])),
    'sync.group': ok({ total: 0, changes: [] }),
    'sync.conflicts': ok(inboxOf([])),
    'sync.settled': ok({ total: 0, settlements: [] }),
    'catalog.counts': ({ filters }: { filters: readonly unknown[] }) => ok({ total: 50_000, counts: filters.map(() => 0) }),
    'catalog.page': ok({ total: 0, offset: 0, rows: [], revision: 1 }),
    'catalog.views': ok({ views: [] }),
    'catalog.shops': ok({ shops: [] }),
    'catalog.find': ok({ rows: [], exact: false }),
    'catalog.product': err({ code: 'not-found', attempted: 'catalog.product' }),
    ...changes,
  };
}
