/**
 * The two JavaScript worlds of a sandboxed Electron page, rebuilt in plain Chromium: the preload runs in an isolated world with
 * Electron's little `require`, the page in the main world, and `contextBridge` carries calls between them by value.
 */

/** Runs first in the main world: makes whatever the isolated world exposes callable here, by value. */
export const mainWorldScript = `(() => {
  const callbacks = new Map(); const promises = new Map(); let last; let ids = 0;
  const fire = (name, detail) => window.dispatchEvent(new CustomEvent('stand-in:' + name, { detail: JSON.stringify(detail) }));
  const encode = (value) => typeof value === 'function' ? (callbacks.set(++ids, value), { fn: ids }) : { value };
  const decode = (encoded) => 'call' in encoded ? (...args) => invoke(encoded.call, args)
    : 'promise' in encoded ? new Promise((resolve, reject) => promises.set(encoded.promise, { resolve, reject })) : encoded.value;
  const invoke = (target, args) => { last = undefined; fire('call', { target, args: args.map(encode) }); const result = last ?? {}; if (result.error) throw new Error(result.error); return decode(result); };
  window.addEventListener('stand-in:return', (event) => { last = JSON.parse(event.detail); });
  window.addEventListener('stand-in:callback', (event) => { const { fn, args } = JSON.parse(event.detail); callbacks.get(fn)(...args); });
  window.addEventListener('stand-in:settle', (event) => { const { promise, value, error } = JSON.parse(event.detail); const asked = promises.get(promise); promises.delete(promise); if (error) asked.reject(new Error(error)); else asked.resolve(value); });
  window.addEventListener('stand-in:expose', (event) => {
    const { key, members } = JSON.parse(event.detail);
    const api = Object.fromEntries(Object.entries(members).map(([name, encoded]) => [name, decode(encoded)]));
    Object.defineProperty(window, key, { value: Object.freeze(api), enumerable: true });
  });
})();`;

/**
 * Runs in the isolated world: Electron's sandboxed `require`, then the preload itself.
 *
 * @param preload the preload as plain JavaScript
 * @param platform what `process.platform` says
 */
export const isolatedWorldScript = (preload: string, platform: string) => `(() => {
  if (window.top !== window) return;
  const toMain = (message) => __standInToMain(JSON.stringify(message));
  const fire = (name, detail) => window.dispatchEvent(new CustomEvent('stand-in:' + name, { detail: JSON.stringify(detail) }));
  const targets = new Map(); let ids = 0;
  const encode = (value) => {
    if (typeof value === 'function') { targets.set(++ids, value); return { call: ids }; }
    if (value instanceof Promise) { const promise = ++ids; value.then((settled) => fire('settle', { promise, value: settled }), (cause) => fire('settle', { promise, error: String(cause) })); return { promise }; }
    return { value };
  };
  const decode = (encoded) => 'fn' in encoded ? (...args) => fire('callback', { fn: encoded.fn, args }) : encoded.value;
  window.addEventListener('stand-in:call', (event) => {
    const { target, args } = JSON.parse(event.detail);
    try { fire('return', encode(targets.get(target)(...args.map(decode)))); } catch (cause) { fire('return', { error: String(cause) }); }
  });
  const contextBridge = { exposeInMainWorld: (key, api) => fire('expose', { key, members: Object.fromEntries(Object.entries(api).map(([name, member]) => [name, encode(member)])) }) };
  const ports = new Map(); const listeners = new Map(); const invoked = new Map();
  const makePort = (id) => {
    const early = []; let handler = null; const closed = [];
    const port = {
      postMessage: (data) => toMain({ t: 'port-message', port: id, data }),
      close: () => { ports.delete(id); toMain({ t: 'port-close', port: id }); },
      addEventListener: (name, listener) => { if (name === 'close') closed.push(listener); },
      get onmessage() { return handler; },
      set onmessage(listener) { handler = listener; for (const data of early.splice(0)) handler({ data }); },
    };
    ports.set(id, { deliver: (data) => handler ? handler({ data }) : early.push(data), close: () => closed.forEach((listener) => listener()) });
    return port;
  };
  globalThis.__standInFromMain = (message) => {
    if (message.t === 'ipc') for (const listener of listeners.get(message.channel) ?? []) listener({ ports: message.ports.map(makePort) }, message.data);
    if (message.t === 'port-message') ports.get(message.port)?.deliver(message.data);
    if (message.t === 'port-close') { ports.get(message.port)?.close(); ports.delete(message.port); }
    if (message.t === 'invoked') { const asked = invoked.get(message.id); invoked.delete(message.id); if (message.error) asked.reject(new Error(message.error)); else asked.resolve(message.value); }
  };
  const ipcRenderer = {
    on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
    send: (channel, data) => toMain({ t: 'send', channel, data }),
    invoke: (channel, data) => new Promise((resolve, reject) => { const id = ++ids; invoked.set(id, { resolve, reject }); toMain({ t: 'invoke', id, channel, data }); }),
  };
  const require = (name) => { if (name !== 'electron') throw new Error('module not found: ' + name); return { contextBridge, ipcRenderer }; };
  (function (require, process, exports, module) { ${preload}
  })(require, { platform: ${JSON.stringify(platform)} }, {}, {});
})();`;
