import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import type { Scheduler } from '#electron/runtime/scheduler.ts';
import { socketLine } from '#electron/sync/live.ts';
import { ok } from '#shared/kernel/result.ts';
import { at } from '#tests/builders/catalog.ts';

/** A server that tells what tokens it was shown, at the door and later. */
async function aSocketServer() {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  const shown: string[] = [];
  let told: () => void = () => undefined;
  io.on('connection', (socket) => {
    shown.push((socket.handshake.auth as { token: string }).token);
    told();
    socket.on('auth', ({ token }: { token: string }) => {
      shown.push(`again ${token}`);
      told();
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void io.close());
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    shown,
    until: (count: number) => new Promise<void>((resolve) => {
      told = () => {
        if (shown.length >= count) resolve();
      };
      told();
    }),
  };
}

test('SYN-10 the line is given the next token before the old one runs out, and stays up', async () => {
  const server = await aSocketServer();
  const timers: (() => void)[] = [];
  const scheduler: Scheduler = { now: () => at(0), after: (_, run) => (timers.push(run), () => undefined) };
  let token = 'first';
  let renewals = 0;
  const line = socketLine({
    serverUrl: server.url, scheduler, random: (bytes) => bytes, onBroken: () => undefined,
    tokens: { current: () => token, renew: (spent) => Promise.resolve(ok(spent === token ? (token = `renewed ${++renewals}`) : token)) },
  });
  onTestFinished(() => line.close());
  let downs = 0;
  await new Promise<void>((resolve) => line.open({ onConnect: resolve, onDisconnect: () => void downs++, onPoke: () => undefined, onHeads: () => undefined, onGrants: () => undefined }));
  await server.until(1);
  timers.pop()!();
  await server.until(2);
  // A call has renewed it meanwhile: that one is shown, and no other asked for.
  token = 'from a call';
  timers.pop()!();
  await server.until(3);
  expect(server.shown).toEqual(['first', 'again renewed 1', 'again from a call']);
  expect([downs, renewals]).toEqual([0, 1]);
});
