import type { RequestMessage } from '#shared/contract/channel.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { Bridge } from './bridge.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5 * SECOND_MS;

/**
 * The line to the data process in the browser shell: a WebSocket to the machine's own loopback address, opened again by itself.
 * What is sent while it is closed waits; what was under way when it broke is the client's to judge.
 */
export function createBrowserBridge(url: string, platform: string): Bridge {
  const messages = new Set<(message: unknown) => void>();
  const closes = new Set<() => void>();
  const opens = new Set<() => void>();
  const waiting: RequestMessage[] = [];
  let pause = FIRST_PAUSE_MS;
  let socket: WebSocket;

  const connect = () => {
    socket = new WebSocket(url, 'comptoir');
    let opened = false;
    socket.addEventListener('open', () => {
      opened = true;
      pause = FIRST_PAUSE_MS;
      for (const listener of opens) listener();
      for (const message of waiting.splice(0)) socket.send(JSON.stringify(message));
    });
    socket.addEventListener('message', (event) => {
      if (typeof event.data !== 'string') return;
      const message: unknown = JSON.parse(event.data);
      for (const listener of messages) listener(message);
    });
    socket.addEventListener('close', () => {
      if (opened) for (const listener of closes) listener();
      setTimeout(connect, pause);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    });
  };
  connect();
  // Coming back to a sleeping laptop: do not sit out the pause.
  window.addEventListener('online', () => (pause = FIRST_PAUSE_MS));

  const subscribe = <T>(set: Set<T>) => (listener: T) => {
    set.add(listener);
    return () => void set.delete(listener);
  };
  return {
    shell: 'browser',
    platform,
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
      else waiting.push(message);
    },
    onMessage: subscribe(messages),
    onClose: subscribe(closes),
    onOpen: subscribe(opens),
  };
}
