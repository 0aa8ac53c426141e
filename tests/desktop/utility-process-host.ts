/** Runs a module the way an Electron utility process would: with `process.parentPort`, and ports that were transferred to it. */
import { EventEmitter } from 'node:events';

type FromParent =
  | { kind: 'message'; data: unknown; ports: number[] }
  | { kind: 'port-message'; port: number; data: unknown }
  | { kind: 'port-close'; port: number };

class HostPort extends EventEmitter {
  readonly #id: number;
  readonly #early: unknown[] = [];
  #started = false;
  constructor(id: number) {
    super();
    this.#id = id;
  }
  postMessage(data: unknown) {
    process.send?.({ kind: 'port-message', port: this.#id, data });
  }
  /** Messages wait until the port is started, as in Electron. */
  start() {
    this.#started = true;
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] });
  }
  deliver(data: unknown) {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#early.push(data);
  }
}

const ports = new Map<number, HostPort>();
const parentPort = Object.assign(new EventEmitter(), { postMessage: (data: unknown) => void process.send?.({ kind: 'message', data }) });
Object.defineProperty(process, 'parentPort', { value: parentPort });

process.on('message', (message: FromParent) => {
  if (message.kind === 'message') {
    const sent = message.ports.map((id) => {
      const port = new HostPort(id);
      ports.set(id, port);
      return port;
    });
    parentPort.emit('message', { data: message.data, ports: sent });
  } else if (message.kind === 'port-message') ports.get(message.port)?.deliver(message.data);
  else {
    ports.get(message.port)?.emit('close');
    ports.delete(message.port);
  }
});
process.on('disconnect', () => process.exit(0));

// As in Electron: the module asked for stands where the started file usually does.
const [, , entry] = process.argv;
process.argv.splice(1, 2, entry!);
await import(entry!);
