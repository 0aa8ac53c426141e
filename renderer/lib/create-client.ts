import type { z } from 'zod';
import { eventMessage, replyMessage, type Answer, type Asked, type RequestMessage } from '#shared/contract/channel.ts';
import { ipcEvents, type IpcChannels, type IpcEvents } from '#shared/contract/ipc.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, type Result } from '#shared/kernel/result.ts';
import type { Bridge } from './bridge.ts';

export type ChannelName = keyof IpcChannels;
export type EventName = keyof IpcEvents;
export type Input<K extends ChannelName> = Asked<IpcChannels, K>;
export type Output<K extends ChannelName> = Answer<IpcChannels, K>;
export type Payload<E extends EventName> = z.output<IpcEvents[E]>;

/**
 * Questions that may be asked twice without doing anything twice: after a broken line they are simply asked again.
 * The others are answered with `timeout` and rule `line-broken`: nobody knows whether they were heard, and the screen says so.
 */
const repeatable: ReadonlySet<ChannelName> = new Set<ChannelName>([
  'auth.session', 'catalog.page', 'catalog.hold', 'catalog.ids', 'catalog.counts', 'catalog.product', 'catalog.history', 'catalog.check', 'catalog.duplicates', 'catalog.categories',
  'catalog.shops', 'catalog.brands', 'catalog.views', 'catalog.shop', 'catalog.shopHistory', 'catalog.jobs', 'catalog.job', 'catalog.saveView', 'catalog.removeView', 'catalog.find', 'intake.append', 'intake.finish', 'intake.cancel', 'catalog.fileStates', 'catalog.retryFile', 'settings.get', 'settings.set', 'settings.about',
  'media.tray', 'media.match', 'media.show', 'media.sizes', 'media.compare', 'media.making', 'media.alike', 'media.uploads', 'media.control', 'media.retryUploads', 'media.retry', 'media.dismiss', 'media.restore',
  'sync.state', 'sync.now', 'sync.unsent', 'sync.group', 'sync.conflicts', 'sync.settled', 'sync.export', 'sync.shops', 'sync.importLook', 'catalog.recent', 'bulk.draftImport', 'bulk.drafts', 'bulk.dropDraft', 'bulk.mappings', 'bulk.importReport', 'bulk.problems', 'bulk.importCells', 'bulk.fixes', 'bulk.clusters', 'bulk.notes', 'bulk.exportLook', 'bulk.exportState', 'bulk.stopExport',
]);

type Pending = { message: RequestMessage; channel: ChannelName; resolve: (result: Result<unknown, AppError>) => void };

/** The typed line between this window and its data process. */
export function createClient(bridge: Bridge) {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const lineListeners = new Set<(open: boolean) => void>();
  let lastId = 0;

  bridge.onMessage((message) => {
    const reply = replyMessage.safeParse(message);
    if (reply.success) {
      const asked = pending.get(reply.data.id);
      pending.delete(reply.data.id);
      asked?.resolve(reply.data.result);
      return;
    }
    const event = eventMessage.safeParse(message);
    // Something else than an answer or an event is not ours; a new kind of event is an older window's to pass over.
    if (!event.success || !Object.hasOwn(ipcEvents, event.data.name)) return;
    const payload = ipcEvents[event.data.name as EventName].safeParse(event.data.payload);
    if (!payload.success) return;
    for (const listener of listeners.get(event.data.name) ?? []) listener(payload.data);
  });
  bridge.onClose?.(() => {
    for (const [id, asked] of pending) {
      if (repeatable.has(asked.channel)) continue;
      pending.delete(id);
      asked.resolve(err({ code: 'timeout', attempted: asked.channel, rule: 'line-broken' }));
    }
    for (const listener of lineListeners) listener(false);
  });
  bridge.onOpen?.(() => {
    for (const asked of pending.values()) bridge.send(asked.message);
    for (const listener of lineListeners) listener(true);
  });

  return {
    shell: bridge.shell,
    /** Asks the data process; answers a value or a refusal, and never throws. */
    ask<K extends ChannelName>(channel: K, input: Input<K>): Promise<Result<Output<K>, AppError>> {
      const message: RequestMessage = { t: 'ask', id: ++lastId, channel, input };
      return new Promise((resolve) => {
        // The data process answered by the schema of this very channel: what arrives has the channel's type.
        pending.set(message.id, { message, channel, resolve: resolve as Pending['resolve'] });
        bridge.send(message);
      });
    },
    /** Hears what the data process tells unasked; returns how to stop. */
    listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      const heard = listener as (payload: unknown) => void;
      set.add(heard);
      return () => void set.delete(heard);
    },
    /** Hears whether the line to the data process is there. */
    onLine(listener: (open: boolean) => void): () => void {
      lineListeners.add(listener);
      return () => void lineListeners.delete(listener);
    },
  };
}
export type Client = ReturnType<typeof createClient>;
