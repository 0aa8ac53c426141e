/**
 * A stand-in for the `electron` module: `main.ts` and `preload.cts` run whole against it, in real Chromium pages and with a real
 * child process for the data. It keeps Electron's rules where ours lean on them (schemes before ready, guards asked before a page
 * moves, worlds kept apart), is as permissive as Electron where nothing was said, and remembers what it was told.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page, type Request as PlaywrightRequest, type Route } from '@playwright/test';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions, SaveDialogOptions, SaveDialogReturnValue, WebPreferences } from 'electron';
import { chromiumForTests } from '#tests/support/chromium.ts';
import { isolatedWorldScript, mainWorldScript } from './page-worlds.ts';

type Handler = (...args: never[]) => unknown;

/** What a test may decide before `main.ts` runs, and look at afterwards. */
export const machine = {
  isPackaged: false,
  locale: 'fr-FR',
  isFirstInstance: true,
  backend: 'gnome_libsecret' as 'basic_text' | 'gnome_libsecret' | 'unknown',
  encryptionAvailable: true,
  keyRotated: false,
  /** Runs instead of the module asked for, by the end of its name. */
  replacements: new Map<string, string>(),
  sandboxed: false,
  exitCode: null as number | null,
  quit: false,
  schemes: [] as { scheme: string; privileges?: Record<string, boolean> }[],
  opened: [] as string[],
  errors: [] as string[],
  protocolClients: [] as string[],
  requests: [] as { url: string; outcome: 'served' | 'refused' | 'network' }[],
  popups: [] as { url: string; action: string }[],
  menu: null as MenuItemConstructorOptions[] | null,
  /** Save dialogs that came up, and what the person does with one: a path, or null to close it. */
  saves: [] as { window: StandInWindow; options: SaveDialogOptions }[],
  save: (async () => null) as (options: SaveDialogOptions) => Promise<string | null>,
  windows: [] as StandInWindow[],
  children: [] as ChildProcess[],
  forked: [] as { entry: string; options: unknown }[],
};

// ── app ──────────────────────────────────────────────────────────────────────────────────────────

let ready = false;
const preventable = <T extends object>(fields: T) => {
  const event = { ...fields, defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) };
  return event;
};

class StandInApp extends EventEmitter {
  readonly #paths = new Map<string, string>();
  get isPackaged() {
    return machine.isPackaged;
  }
  enableSandbox() {
    if (ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    machine.sandboxed = true;
  }
  setPath(name: string, path: string) {
    this.#paths.set(name, path);
  }
  getPath(name: string) {
    return this.#paths.get(name) ?? '';
  }
  requestSingleInstanceLock() {
    return machine.isFirstInstance;
  }
  getLocale() {
    return machine.locale;
  }
  setAsDefaultProtocolClient(scheme: string) {
    machine.protocolClients.push(scheme);
    return true;
  }
  async whenReady() {
    await Promise.resolve();
    if (ready) return;
    ready = true;
    this.emit('ready');
    this.emit('session-created', defaultSession);
  }
  quit() {
    machine.quit = true;
    const event = preventable({});
    this.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code: number) {
    machine.exitCode = code;
    for (const window of machine.windows) void window.destroyPage();
    for (const child of machine.children) child.kill('SIGKILL');
    this.emit('stand-in-exit');
  }
}
export const app = new StandInApp();

// ── sessions, schemes, requests ──────────────────────────────────────────────────────────────────

export class StandInSession extends EventEmitter {
  readonly handlers = new Map<string, Handler | null>();
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
  beforeRequest: ((details: { url: string }, decide: (verdict: { cancel?: boolean }) => void) => void) | null = null;
  readonly protocol = { handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => void this.schemes.set(scheme, handler) };
  readonly webRequest = { onBeforeRequest: (listener: NonNullable<StandInSession['beforeRequest']>) => void (this.beforeRequest = listener) };
  #keep = (name: string) => (handler: Handler | null) => void this.handlers.set(name, handler);
  readonly setPermissionRequestHandler = this.#keep('permission-request');
  readonly setPermissionCheckHandler = this.#keep('permission-check');
  readonly setDevicePermissionHandler = this.#keep('device');
  readonly setUSBProtectedClassesHandler = this.#keep('usb');
  readonly setBluetoothPairingHandler = this.#keep('bluetooth');
  readonly setDisplayMediaRequestHandler = this.#keep('display-media');
}
const defaultSession = new StandInSession();
export const session = { defaultSession };

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof machine.schemes) {
    if (ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    machine.schemes.push(...schemes);
  },
};

/** Plain Chromium knows no `app://`: pages live under a secure host name of their own instead, and everybody else hears `app://`. */
const toChromium = (url: string) => url.replace(/^app:\/\/([^/?#]*)/, 'https://$1.app.test');
export const toElectron = (url: string) => url.replace(/^https:\/\/([^/?#]*)\.app\.test/, 'app://$1');

// ── windows ──────────────────────────────────────────────────────────────────────────────────────

// One browser for all machines of a test file, beyond the module's own life; each window has a context of its own.
const shared = globalThis as typeof globalThis & { standInBrowser?: Promise<Browser> | undefined };
const launch = () => (shared.standInBrowser ??= chromiumForTests().then(({ executablePath, args }) => chromium.launch({ executablePath, args })));
/** Ends the browser behind all windows. */
export const closeBrowser = async () => {
  await (await shared.standInBrowser)?.close();
  shared.standInBrowser = undefined;
};

class StandInFrame {
  readonly #contents: StandInContents;
  detached = false;
  readonly parent = null;
  constructor(contents: StandInContents) {
    this.#contents = contents;
  }
  get url() {
    return this.#contents.getURL();
  }
  postMessage(channel: string, data: unknown, transfer: StandInPort[] = []) {
    const ports = transfer.map((port) => this.#contents.adopt(port));
    void this.#contents.tellPreload({ t: 'ipc', channel, data, ports });
  }
}

const frameOf = (request: PlaywrightRequest) => {
  try {
    return request.frame();
  } catch {
    return null;
  }
};

let lastContentsId = 0;
class StandInContents extends EventEmitter {
  readonly id = ++lastContentsId;
  readonly mainFrame = new StandInFrame(this);
  readonly session = defaultSession;
  readonly #preferences: WebPreferences;
  readonly #ports = new Map<number, StandInPort>();
  #page: Page | undefined;
  #cdp: CDPSession | undefined;
  #world: number | undefined;
  #expected: string | null = null;
  #lastPort = 0;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;

  constructor(preferences: WebPreferences) {
    super();
    this.#preferences = preferences;
    app.emit('web-contents-created', {}, this);
  }
  getURL() {
    return toElectron(this.#page?.url() ?? '');
  }
  getLastWebPreferences() {
    return this.#preferences;
  }
  setWindowOpenHandler(handler: NonNullable<StandInContents['openHandler']>) {
    this.openHandler = handler;
  }
  reload() {
    void this.#page?.reload();
  }
  page() {
    if (!this.#page) throw new Error('the window has no page yet');
    return this.#page;
  }

  async load(url: string) {
    this.#page ??= await this.#makePage();
    this.#expected = toChromium(url);
    await this.#page.goto(toChromium(url));
    this.#expected = null;
  }

  async #makePage(): Promise<Page> {
    const context = await (await launch()).newContext();
    await context.route('**/*', (route) => this.#route(route));
    const page = await context.newPage();
    this.#watchPopups(context, page);
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    const cdp = await context.newCDPSession(page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context: made }) => {
      if (made.name === 'preload') this.#world = made.id;
    });
    cdp.on('Runtime.bindingCalled', ({ payload }) => this.#fromPreload(JSON.parse(payload) as FromPreload));
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript });
    const { preload, sandbox, contextIsolation, nodeIntegration } = this.#preferences;
    // What Electron would do with these switched: Node in the preload, in the page, or the preload in the page's world.
    if (sandbox !== true || contextIsolation === false || nodeIntegration === true) {
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: 'window.process = { versions: { node: "24" } }; window.require = () => ({});' });
    }
    if (preload) {
      const source = stripTypeScriptTypes(readFileSync(preload, 'utf8'));
      await cdp.send('Runtime.addBinding', { name: '__standInToMain', executionContextName: 'preload' });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedWorldScript(source, process.platform), worldName: 'preload' });
    }
    return page;
  }

  #watchPopups(context: BrowserContext, own: Page) {
    context.on('page', (popup) => {
      if (popup !== own && this.#mayOpen(popup.url()) === 'deny') void popup.close();
    });
  }

  #mayOpen(url: string) {
    const action = this.openHandler?.({ url }).action ?? 'allow';
    machine.popups.push({ url, action });
    return action;
  }

  async #route(route: Route) {
    const request = route.request();
    const url = toElectron(request.url());
    // A window that a page opened asks for its first page before it has a frame.
    if (request.isNavigationRequest() && !frameOf(request) && this.#mayOpen(url) === 'deny') return route.abort('aborted');
    if (request.isNavigationRequest()) {
      const isMainFrame = frameOf(request) === this.#page?.mainFrame();
      // As in Electron: neither loadURL nor a reload asks; whatever a page starts does.
      const fromOutside = isMainFrame && (this.#expected === request.url() || url === this.getURL());
      if (!fromOutside) {
        const event = preventable({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame });
        if (isMainFrame) this.emit('will-navigate', event, url);
        this.emit('will-frame-navigate', event);
        if (event.defaultPrevented) {
          machine.requests.push({ url, outcome: 'refused' });
          return route.abort('aborted');
        }
      }
    }
    let cancel = false;
    this.session.beforeRequest?.({ url }, (verdict) => (cancel = verdict.cancel === true));
    const handler = this.session.schemes.get(new URL(url).protocol.slice(0, -1));
    machine.requests.push({ url, outcome: cancel ? 'refused' : handler ? 'served' : 'network' });
    if (cancel || !handler) return route.abort(cancel ? 'blockedbyclient' : 'namenotresolved');
    const response = await handler(new Request(url, { method: request.method() }));
    return route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) });
  }

  adopt(port: StandInPort) {
    const id = ++this.#lastPort;
    this.#ports.set(id, port);
    port.on('message', ({ data }: { data: unknown }) => void this.tellPreload({ t: 'port-message', port: id, data }));
    port.on('close', () => void this.tellPreload({ t: 'port-close', port: id }));
    port.start();
    return id;
  }

  async tellPreload(message: object) {
    if (!this.#cdp || this.#world === undefined || !this.#page || this.#page.isClosed()) return;
    // A page that is just going away cannot be told anything; Electron drops such messages as well.
    await this.#cdp.send('Runtime.evaluate', { contextId: this.#world, expression: `__standInFromMain(${JSON.stringify(message)})` }).catch(() => undefined);
  }

  #fromPreload(message: FromPreload) {
    const event = { sender: this, senderFrame: this.mainFrame, ports: [] };
    if (message.t === 'port-message') this.#ports.get(message.port)?.postMessage(message.data);
    else if (message.t === 'port-close') this.#ports.get(message.port)?.close();
    else if (message.t === 'send') ipcMain.emit(message.channel, event, message.data);
    else {
      ipcMain.ask(message.channel, event, message.data).then(
        (value) => this.tellPreload({ t: 'invoked', id: message.id, value }),
        (cause: unknown) => this.tellPreload({ t: 'invoked', id: message.id, error: String(cause) }),
      );
    }
  }
}
type FromPreload =
  | { t: 'send'; channel: string; data: unknown }
  | { t: 'invoke'; id: number; channel: string; data: unknown }
  | { t: 'port-message'; port: number; data: unknown }
  | { t: 'port-close'; port: number };

export class StandInWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents: StandInContents;
  #destroyed = false;
  focused = 0;
  #maximized = false;
  static fromWebContents(contents: { readonly id: number }): StandInWindow | null {
    return machine.windows.find(({ webContents }) => webContents.id === contents.id) ?? null;
  }
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.webContents = new StandInContents(options.webPreferences ?? {});
    machine.windows.push(this);
  }
  async loadURL(url: string) {
    await this.webContents.load(url);
    this.emit('ready-to-show');
  }
  show() {}
  focus() {
    this.focused++;
  }
  restore() {}
  maximize() {
    this.#maximized = true;
  }
  isMinimized() {
    return false;
  }
  isMaximized() {
    return this.#maximized;
  }
  isDestroyed() {
    return this.#destroyed;
  }
  getNormalBounds() {
    const { x = 10, y = 20, width = 800, height = 600 } = this.options;
    return { x, y, width, height };
  }
  close() {
    if (this.#destroyed) return;
    this.emit('close', preventable({}));
    this.#destroyed = true;
    this.emit('closed');
    void this.destroyPage();
    if (machine.windows.every((window) => window.isDestroyed())) app.emit('window-all-closed');
  }
  async destroyPage() {
    this.webContents.mainFrame.detached = true;
    await this.webContents.page().context().close().catch(() => undefined);
  }
}
export { StandInWindow as BrowserWindow };

// ── messages ─────────────────────────────────────────────────────────────────────────────────────

class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, (event: unknown, data: unknown) => unknown>();
  handle(channel: string, handler: (event: unknown, data: unknown) => unknown) {
    this.#handlers.set(channel, handler);
  }
  async ask(channel: string, event: unknown, data: unknown): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, data);
  }
  channels() {
    return { on: this.eventNames().map(String), handle: [...this.#handlers.keys()] };
  }
}
export const ipcMain = new StandInIpcMain();

export class StandInPort extends EventEmitter {
  other: StandInPort | null = null;
  #started = false;
  #closed = false;
  readonly #early: unknown[] = [];
  postMessage(data: unknown) {
    this.other?.deliver(data);
  }
  start() {
    this.#started = true;
    for (const data of this.#early.splice(0)) this.emit('message', { data, ports: [] });
  }
  deliver(data: unknown) {
    if (this.#started) this.emit('message', { data, ports: [] });
    else this.#early.push(data);
  }
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.other?.emit('close');
    this.other?.close();
  }
}
export class MessageChannelMain {
  readonly port1 = new StandInPort();
  readonly port2 = new StandInPort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

const host = fileURLToPath(import.meta.resolve('#tests/desktop/utility-process-host.ts'));
class StandInUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly #ports = new Map<number, StandInPort>();
  constructor(entry: string) {
    super();
    this.#child = fork(host, [entry], { serialization: 'advanced', execPath: process.execPath, execArgv: [] });
    machine.children.push(this.#child);
    this.#child.on('message', (message: { kind: string; data: unknown; port?: number }) => {
      if (message.kind === 'message') this.emit('message', message.data);
      else this.#ports.get(message.port ?? 0)?.postMessage(message.data);
    });
    this.#child.on('exit', (code) => {
      for (const port of this.#ports.values()) port.close();
      this.emit('exit', code ?? 1);
    });
  }
  get pid() {
    return this.#child.pid;
  }
  postMessage(data: unknown, transfer: StandInPort[] = []) {
    const ports = transfer.map((port) => {
      const id = this.#ports.size + 1;
      this.#ports.set(id, port);
      port.on('message', ({ data: sent }: { data: unknown }) => this.#send({ kind: 'port-message', port: id, data: sent }));
      port.on('close', () => this.#send({ kind: 'port-close', port: id }));
      port.start();
      return id;
    });
    this.#send({ kind: 'message', data, ports });
  }
  /** What is sent to a process that is just dying is lost, as in Electron. */
  #send(message: object) {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
  kill() {
    return this.#child.kill();
  }
}
export const utilityProcess = {
  fork: (entry: string, _args: string[], options: unknown) => {
    machine.forked.push({ entry, options });
    const replaced = [...machine.replacements].find(([end]) => entry.endsWith(end))?.[1];
    return new StandInUtilityProcess(replaced ?? entry);
  },
};

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

const key = randomBytes(32);
export const safeStorage = {
  getSelectedStorageBackend: () => (ready ? machine.backend : 'unknown'),
  isAsyncEncryptionAvailable: () => Promise.resolve(machine.encryptionAvailable),
  encryptStringAsync: async (text: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  decryptStringAsync: async (sealed: Buffer) => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const result = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8');
    return { result, shouldReEncrypt: machine.keyRotated };
  },
};
export const shell = { openExternal: async (url: string) => void machine.opened.push(url) };
export const dialog = {
  showErrorBox: (_title: string, text: string) => void machine.errors.push(text),
  showSaveDialog: async (window: StandInWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue> => {
    machine.saves.push({ window, options });
    const filePath = await machine.save(options);
    return { canceled: filePath === null, filePath: filePath ?? '' };
  },
};
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }] };
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (template: MenuItemConstructorOptions[]) => void (machine.menu = template),
};
