/**
 * Runs sandboxed beside the page, in a world of its own: keeps the port to the data process there and lets the page have
 * exactly `window.comptoir`. What is sent while there is no port waits for the next one.
 */
const { contextBridge, ipcRenderer }: typeof import('electron') = require('electron');

type Listener<T> = (value: T) => void;
type Line = { postMessage(message: unknown): void; close(): void; onmessage: Listener<{ data: unknown }> | null; addEventListener(name: 'close', listener: () => void): void };

let line: Line | null = null;
const waiting: unknown[] = [];
const set = <T,>() => {
  const listeners = new Set<Listener<T>>();
  return {
    tell: (value: T) => listeners.forEach((listener) => listener(value)),
    on: (listener: Listener<T>) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
const messages = set<unknown>();
const closes = set<void>();
const opens = set<void>();

ipcRenderer.on('comptoir:port', (event) => {
  const fresh = event.ports[0] as unknown as Line | undefined;
  if (!fresh) return;
  const leave = (left: Line) => {
    if (line !== left) return;
    line = null;
    closes.tell();
  };
  if (line) {
    line.close();
    leave(line);
  }
  line = fresh;
  fresh.onmessage = ({ data }) => messages.tell(data);
  fresh.addEventListener('close', () => leave(fresh));
  opens.tell();
  for (const message of waiting.splice(0)) fresh.postMessage(message);
});

contextBridge.exposeInMainWorld('comptoir', {
  shell: 'desktop',
  platform: process.platform,
  send: (message: unknown) => void (line ? line.postMessage(message) : waiting.push(message)),
  onMessage: messages.on,
  onClose: closes.on,
  onOpen: opens.on,
  shellCall: (name: unknown, input: unknown) => ipcRenderer.invoke('comptoir:shell-call', { name, input }),
});

ipcRenderer.send('comptoir:port-ask');
