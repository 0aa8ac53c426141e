import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clamdScanner, TOO_LARGE } from '#server/media/scanner.ts';
import { aFolder } from '#tests/support/running-server.ts';
import { EICAR, aFakeClamd } from './support/fake-clamd.ts';

const scan = (address: Parameters<typeof clamdScanner>[0], content: Buffer, silenceMs = 10_000) => clamdScanner(address, silenceMs)(content);

/** A scanner that does what it is told with its connection. */
async function aScannerThat(does: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    does(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

test('IMG-08 EICAR is found, anything else is clean, over TCP and a socket of the machine', async () => {
  for (const clamd of [await aFakeClamd(), await aFakeClamd({ path: join(aFolder(), 'clamd.sock') })]) {
    expect(await scan(clamd.address, Buffer.from(EICAR))).toEqual({ state: 'quarantined', note: 'Win.Test.EICAR_HDB-1' });
    expect(await scan(clamd.address, Buffer.concat([Buffer.alloc(300_000, 7), Buffer.from(EICAR)]))).toMatchObject({ state: 'quarantined' });
    expect(await scan(clamd.address, Buffer.alloc(400_000, 7))).toEqual({ state: 'clean' });
    expect(await scan(clamd.address, Buffer.alloc(0))).toEqual({ state: 'clean' });
  }
});

test('what is too large for it is not scanned, however it hangs up', async () => {
  const clamd = await aFakeClamd({ mostBytes: 100_000 });
  expect(await scan(clamd.address, Buffer.alloc(150_000))).toEqual({ state: 'not scanned', note: TOO_LARGE });
});

test.each([
  { name: 'hangs up at once', does: (socket: Socket) => void socket.destroy(), note: /hung up|cannot be reached/ },
  { name: 'hangs up in the middle', does: (socket: Socket) => void socket.once('data', () => socket.destroy()), note: /hung up|cannot be reached/ },
  { name: 'is cut in the middle of "OK"', does: (socket: Socket) => void socket.once('data', () => socket.end('stream: OK')), note: /hung up/ },
  { name: 'says nothing', does: (socket: Socket) => void socket.resume(), note: /silent/, silenceMs: 100 },
  { name: 'reports an error', does: (socket: Socket) => void socket.once('data', () => socket.end('stream: Can\'t allocate memory ERROR\0')), note: /says nothing/ },
  { name: 'says OK of something else', does: (socket: Socket) => void socket.once('data', () => socket.end('other: OK\0')), note: /says nothing/ },
  { name: 'answers without end', does: (socket: Socket) => void socket.once('data', () => socket.write('x'.repeat(10_000))), note: /says nothing/ },
])('a scanner that $name has not said "clean"', async ({ does, note, silenceMs }) => {
  const result = await scan(await aScannerThat(does), Buffer.alloc(200_000), silenceMs ?? 10_000);
  expect(result).toMatchObject({ state: 'not scanned', note: expect.stringMatching(note) as string });
});

test('nobody there is not scanned, too', async () => {
  expect(await scan({ path: join(aFolder(), 'nobody.sock') }, Buffer.from('x'))).toMatchObject({ state: 'not scanned', note: expect.stringContaining('ENOENT') as string });
});
