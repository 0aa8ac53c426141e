import { z } from 'zod';
import { appError } from '#shared/kernel/errors.ts';
import type { EventMessage, ReplyMessage } from '#shared/contract/channel.ts';

/** What the data process is to whoever drives it: questions in, answers and events out. */
export type DataProcess = {
  answer(message: unknown): Promise<ReplyMessage>;
  onEvent(listener: (event: EventMessage) => void): () => void;
  /** A shell says where a person wants a file; windows know it by the key alone. */
  place(key: string, path: string): void;
  close(): Promise<void>;
};

/**
 * What a shell tells the data process when it starts it.
 *
 * - `secrets` where tokens rest: `keychain` asks the shell (the system's key store), `file` is a 0600 file, `memory` forgets
 * - `demoAccountsFile` the demo marketplace's accounts, when its server was started on this machine
 */
export const processStart = z.strictObject({
  dataDir: z.string().min(1),
  serverUrl: z.url(),
  shell: z.enum(['desktop', 'browser']),
  secrets: z.enum(['keychain', 'file', 'memory']),
  demoAccountsFile: z.string().nullable(),
});
export type ProcessStart = z.infer<typeof processStart>;

/** From a shell to the data process. A `window` carries its text as it came (browser shell), or arrives with a MessagePort (desktop). */
export const toDataProcess = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('start'), start: processStart }),
  z.strictObject({ t: z.literal('port') }),
  z.strictObject({ t: z.literal('window'), window: z.int(), text: z.string() }),
  z.strictObject({ t: z.literal('window-closed'), window: z.int() }),
  z.strictObject({ t: z.literal('place'), key: z.uuid(), path: z.string().min(1) }),
  z.strictObject({ t: z.literal('secret-answer'), id: z.int(), value: z.string().nullable(), failed: z.boolean() }),
  /** A helper runs, and its port comes along. */
  z.strictObject({ t: z.literal('helper'), helper: z.int() }),
  z.strictObject({ t: z.literal('helper-gone'), helper: z.int() }),
  z.strictObject({ t: z.literal('close') }),
]);
export type ToDataProcess = z.infer<typeof toDataProcess>;

/** From the data process to the shell that started it. */
export const fromDataProcess = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('ready') }),
  z.strictObject({ t: z.literal('failed'), error: appError }),
  z.strictObject({ t: z.literal('window'), window: z.int(), text: z.string() }),
  z.strictObject({ t: z.literal('event'), text: z.string() }),
  /** A place is known now: whoever names its key from here on finds it. */
  z.strictObject({ t: z.literal('placed'), key: z.uuid() }),
  /** Asks for a process that reads pictures, under a number of its own; and for its end. */
  z.strictObject({ t: z.literal('helper-start'), helper: z.int() }),
  z.strictObject({ t: z.literal('helper-end'), helper: z.int() }),
  z.strictObject({ t: z.literal('secret-get'), id: z.int(), name: z.string() }),
  z.strictObject({ t: z.literal('secret-set'), id: z.int(), name: z.string(), value: z.string().nullable() }),
]);
export type FromDataProcess = z.infer<typeof fromDataProcess>;
