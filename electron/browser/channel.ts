import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** Close codes a window understands (`renderer/lib/browser-bridge.ts`): 1001 the console is closing, 1012 its data process starts again. */
export const closeCodes = { consoleClosing: 1001, wrongKind: 1003, dataProcessRestarts: 1012 } as const;

/** The WebSocket subprotocol windows ask for. */
export const SUBPROTOCOL = 'comptoir';

export type ChannelOptions = {
  /** Called with each text a window sends, as it came. */
  readonly onText: (window: number, text: string) => void;
  readonly onClosed: (window: number) => void;
  /** Largest message from a window, bytes: an edit of 50,000 products is about 12 MB. */
  readonly maxPayload?: number;
  /** Waiting bytes from which a window's questions are left in its own socket, and from which it is given up. */
  readonly pauseAtBytes?: number;
  readonly dropAtBytes?: number;
  readonly heartbeatMs?: number;
};

type Line = { readonly socket: WebSocket; alive: boolean };

/**
 * The windows' lines of the browser shell. A window that reads slower than it asks is no longer listened to until it has
 * caught up; one that stops reading altogether, or stops answering the heartbeat, is cut off and comes back by itself.
 */
export function windowChannel(options: ChannelOptions) {
  const { maxPayload = 64 * 1024 * 1024, pauseAtBytes = 4 * 1024 * 1024, dropAtBytes = 128 * 1024 * 1024, heartbeatMs = 15_000 } = options;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  const lines = new Map<number, Line>();
  let lastWindow = 0;

  const post = (window: number, text: string) => {
    const line = lines.get(window);
    if (!line || line.socket.readyState !== line.socket.OPEN) return;
    const { socket } = line;
    socket.send(text, () => {
      if (socket.isPaused && socket.bufferedAmount < pauseAtBytes) socket.resume();
    });
    // Without ceremony: a goodbye would wait behind everything it did not read.
    if (socket.bufferedAmount > dropAtBytes) socket.terminate();
    else if (socket.bufferedAmount >= pauseAtBytes) socket.pause();
  };

  const heartbeat = setInterval(() => {
    for (const line of lines.values()) {
      if (!line.alive) {
        line.socket.terminate();
        continue;
      }
      line.alive = false;
      line.socket.ping();
    }
  }, heartbeatMs);
  heartbeat.unref();

  return {
    /** Completes the handshake of a request that was let in. */
    accept: (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      server.handleUpgrade(request, socket, head, (opened) => {
        const window = ++lastWindow;
        const line: Line = { socket: opened, alive: true };
        lines.set(window, line);
        opened.on('pong', () => (line.alive = true));
        opened.on('message', (data, isBinary) => {
          line.alive = true;
          if (isBinary) opened.close(closeCodes.wrongKind, 'text only');
          else options.onText(window, (data as Buffer).toString('utf8'));
        });
        // Oversized or malformed frames: ws has already answered with the right close code.
        opened.on('error', () => undefined);
        opened.on('close', () => {
          lines.delete(window);
          options.onClosed(window);
        });
      }),
    post,
    broadcast: (text: string) => {
      for (const window of lines.keys()) post(window, text);
    },
    /** Hangs up on every window; they ask again on a new line. */
    hangUp: (code: number, reason: string) => {
      for (const { socket } of lines.values()) socket.close(code, reason);
    },
    size: () => lines.size,
    close: () => {
      clearInterval(heartbeat);
      for (const { socket } of lines.values()) {
        socket.close(closeCodes.consoleClosing, 'console closing');
        // A browser that does not answer the goodbye may not hold the console open.
        setTimeout(() => socket.terminate(), 500).unref();
      }
      server.close();
    },
  };
}
export type WindowChannel = ReturnType<typeof windowChannel>;
