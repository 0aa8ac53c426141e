import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** Counts, in what one connection brings, the bytes of pictures: the contents of PATCH requests. How often a console asks for other things is the machine's speed. */
function countContents(onContent: (bytes: number) => void): (block: Buffer) => void {
  let head = '';
  let content = { left: 0, counts: false };
  return (block) => {
    for (let rest = block; rest.length > 0; ) {
      if (content.left === 0) {
        const { length } = head;
        head += rest.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return;
        // After an upgrade nothing is a request any more.
        const left = /\r\nupgrade:/i.test(head.slice(0, end)) ? Infinity : Number(/\r\ncontent-length: *(\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
        content = { left, counts: head.startsWith('PATCH ') };
        rest = rest.subarray(end + 4 - length);
        head = '';
      }
      const bytes = Math.min(content.left, rest.length);
      content.left -= bytes;
      rest = rest.subarray(bytes);
      if (content.counts) onContent(bytes);
    }
  };
}

/**
 * The line between a console and its server. It counts what it sends of pictures, and breaks when it is told to: what is beyond the break goes on its
 * way, what is before it is lost.
 *
 * @param port where the server listens now
 * @param onUp after each block that went up, with what has gone up so far
 */
export async function aCuttingLine(port: () => number, onUp: (line: Line) => void) {
  const sockets = new Set<Socket>();
  const fars = new Set<Socket>();
  const line: Line = {
    up: 0, contents: 0, cuts: 0, isPulled: false,
    cut: () => {
      line.cuts++;
      for (const socket of sockets) if (fars.has(socket)) socket.destroySoon(); else socket.destroy();
    },
  };
  const server = createServer((near) => {
    if (line.isPulled) return void near.destroy();
    const far = connect(port(), '127.0.0.1');
    fars.add(far);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroySoon();
        fars.delete(far);
      });
    }
    far.pipe(near);
    const count = countContents((bytes) => void (line.contents += bytes));
    near.on('data', (block: Buffer) => {
      line.up += block.length;
      count(block);
      if (!far.write(block)) near.pause();
      onUp(line);
    });
    far.on('drain', () => near.resume());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, line };
}

export type Line = {
  /** Bytes that went up. */
  up: number;
  /** Of these, of pictures. */
  contents: number;
  cuts: number;
  /** Nothing is let through, and nobody can connect. */
  isPulled: boolean;
  cut(): void;
};
