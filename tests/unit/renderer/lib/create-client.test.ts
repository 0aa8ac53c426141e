import { describe, expect, test } from 'vitest';
import type { RequestMessage } from '#shared/contract/channel.ts';
import type { Bridge } from '#renderer/lib/bridge.ts';
import { createClient } from '#renderer/lib/create-client.ts';
import { aSyncState } from '#tests/builders/window.ts';

/** A line that is cut and mended by hand. */
function aLine() {
  const sent: RequestMessage[] = [];
  let heard: (message: unknown) => void = () => undefined;
  let cut: () => void = () => undefined;
  let mended: () => void = () => undefined;
  const bridge: Bridge = {
    shell: 'browser', platform: 'Linux', send: (message) => void sent.push(message),
    onMessage: (listener) => ((heard = listener), () => undefined),
    onClose: (listener) => ((cut = listener), () => undefined),
    onOpen: (listener) => ((mended = listener), () => undefined),
  };
  return { bridge, sent, reply: (id: number, result: unknown) => heard({ t: 'reply', id, result }), tell: (message: unknown) => heard(message), cut: () => cut(), mend: () => mended() };
}

describe('the line to the data process', () => {
  test('each answer reaches its own question, in any order', async () => {
    const { bridge, sent, reply } = aLine();
    const client = createClient(bridge);
    const [first, second] = [client.ask('sync.now', {}), client.ask('settings.about', {})];
    reply(sent[1]!.id, { ok: false, error: { code: 'not-ready' } });
    reply(sent[0]!.id, { ok: true, value: aSyncState() });
    expect(await first).toEqual({ ok: true, value: aSyncState() });
    expect(await second).toEqual({ ok: false, error: { code: 'not-ready' } });
  });

  test('after a break, harmless questions are asked again; an edit is not, and says that nobody knows', async () => {
    const { bridge, sent, reply, cut, mend } = aLine();
    const client = createClient(bridge);
    const look = client.ask('sync.state', {});
    const undo = client.ask('sync.undo', { what: 'all' });
    cut();
    expect(await undo).toEqual({ ok: false, error: { code: 'timeout', attempted: 'sync.undo', rule: 'line-broken' } });
    mend();
    expect(sent.map(({ channel }) => channel)).toEqual(['sync.state', 'sync.undo', 'sync.state']);
    reply(sent[2]!.id, { ok: true, value: aSyncState() });
    expect((await look).ok).toBe(true);
  });

  test('events are parsed at the edge: a malformed or unknown one reaches nobody', () => {
    const { bridge, tell } = aLine();
    const client = createClient(bridge);
    const heard: unknown[] = [];
    const stop = client.listen('sync.state', (state) => heard.push(state));
    for (const message of [null, 'x', { t: 'event', name: 'sync.state', payload: { unsent: 'many' } }, { t: 'event', name: 'constructor', payload: {} }, { t: 'reply', id: 99, result: { ok: true, value: 1 } }]) tell(message);
    expect(heard).toEqual([]);
    tell({ t: 'event', name: 'sync.state', payload: aSyncState() });
    stop();
    tell({ t: 'event', name: 'sync.state', payload: aSyncState() });
    expect(heard).toEqual([aSyncState()]);
  });

  test('tells when it breaks and when it is there again', () => {
    const { bridge, cut, mend } = aLine();
    const told: boolean[] = [];
    createClient(bridge).onLine((open) => told.push(open));
    cut();
    mend();
    expect(told).toEqual([false, true]);
  });
});
