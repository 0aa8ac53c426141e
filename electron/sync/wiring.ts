import { join } from 'node:path';
import type { Handlers } from '#shared/contract/channel.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { syncChannels } from '#shared/sync/contract.ts';
import { actorOf } from '../catalog/edit.ts';
import type { CatalogService } from '../catalog/handlers.ts';
import type { FetchHistory } from '../catalog/history.ts';
import type { Desk } from '../data-process/ground.ts';
import type { IntakeDesk } from '../intake/handlers.ts';
import { syncChannelsOver } from './channels-over.ts';
import { syncStateOf } from './engine-wiring.ts';
import { syncHandlers } from './handlers.ts';
import { importDesk } from './import-desk.ts';

type C = typeof syncChannels;
export type SyncWiring = {
  readonly catalog: CatalogService;
  readonly intake: IntakeDesk;
  readonly fetchHistory: FetchHistory;
  /** The path a shell was given for a key by the person, once. */
  readonly place: (key: string) => string | null;
  /** A person asks to try now: whatever else waits for its next try is told. */
  readonly tryOthers: () => void;
};

/** What windows ask about the engine of whoever is signed in, and about what it sends. */
export function wireSync(desk: Desk, { catalog, intake, fetchHistory, place, tryOthers }: SyncWiring): { readonly handlers: Handlers<C> } {
  const { dataDir, serverUrl, slot, session, locked, locale, scheduler, random, http } = desk;
  const imports = importDesk(intake);
  const open = (): Result<Handlers<C>, AppError> => {
    const engine = slot.engine();
    const me = session.me();
    if (!engine || !me) return err(slot.refusal() ?? { code: 'signed-out' });
    if (locked()) return err({ code: 'not-ready', rule: 'lease-over' });
    return ok(syncHandlers({
      db: () => slot.db()!, engine, actor: () => actorOf(me), locale, now: scheduler.now, random, fetchHistory, exportsTo: { folder: join(dataDir, 'exports'), server: serverUrl, place },
      shop: catalog.shopShown, works: catalog.works, imports, scheduler,
      askKnown: async (edits) => {
        const answered = await http('known', { body: { edits: [...edits] } });
        return answered.ok ? ok(answered.value.known) : answered;
      },
    }));
  };
  return {
    handlers: {
      'sync.state': () => ok(syncStateOf(slot)),
      // Also while the cache is shut: this is how it opens again.
      'sync.now': async () => {
        const engine = slot.engine();
        if (!engine) return err(slot.refusal() ?? { code: 'signed-out' });
        await engine.tryNow();
        tryOthers();
        return ok(syncStateOf(slot));
      },
      ...syncChannelsOver(open),
    },
  };
}
