import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { ClamdAddress } from '#server/media/scanner.ts';

/** The test file every virus scanner knows; written in two parts, so that none finds it here. */
export const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`;

/**
 * clamd as its manual describes it (INSTREAM): pieces with their length before them, an end of length 0, one answer with a NUL behind it; a stream over
 * its limit is answered in the middle, and the line is closed.
 */
export async function aFakeClamd({ path, mostBytes = 25_000_000 }: { path?: string; mostBytes?: number } = {}): Promise<{ address: ClamdAddress; scanned: () => number; stop: () => void }> {
  const sockets = new Set<Socket>();
  let scanned = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    let content = Buffer.alloc(0);
    let begun = false;
    const answer = (text: string) => void socket.end(`${text}\0`);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket)).on('data', (block: Buffer) => {
      waiting = Buffer.concat([waiting, block]);
      if (!begun) {
        if (waiting.length < 10) return;
        if (waiting.subarray(0, 10).toString() !== 'zINSTREAM\0') return answer('UNKNOWN COMMAND');
        begun = true;
        waiting = waiting.subarray(10);
      }
      while (waiting.length >= 4) {
        const length = waiting.readUInt32BE(0);
        if (length === 0) {
          scanned++;
          return answer(content.includes(EICAR) ? 'stream: Win.Test.EICAR_HDB-1 FOUND' : 'stream: OK');
        }
        if (content.length + length > mostBytes) return answer('INSTREAM size limit exceeded. ERROR');
        if (waiting.length < 4 + length) return;
        content = Buffer.concat([content, waiting.subarray(4, 4 + length)]);
        waiting = waiting.subarray(4 + length);
      }
    });
  });
  await new Promise<void>((resolve) => (path === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(path, resolve)));
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  onTestFinished(stop);
  return { address: path === undefined ? { host: '127.0.0.1', port: (server.address() as AddressInfo).port } : { path }, scanned: () => scanned, stop };
}
