import { randomUUID } from 'node:crypto';
import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { locale, type Locale } from '#shared/auth/model.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { openOutside } from './guards.ts';
import { askWhereToSave } from './save-dialog.ts';

export const SHELL_CALL = 'comptoir:shell-call';

/** What only the shell can do for a page. Everything else goes through the data process. */
const shellCall = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('openOutside'), input: z.strictObject({ url: z.string().max(2_000) }) }),
  z.strictObject({ name: z.literal('setLanguage'), input: z.strictObject({ locale }) }),
  // A name and no more: a page does not say in which folder.
  z.strictObject({ name: z.literal('chooseSave'), input: z.strictObject({ name: z.string().max(200).regex(/^(?!\.)[^/\\:*?"<>|\p{Cc}]+$/u) }) }),
]);

export type ShellCallDeps = {
  readonly isOwnSender: (event: IpcMainInvokeEvent) => boolean;
  readonly setLanguage: (language: Locale) => void;
  /** Tells the data process of a chosen place under a key; false when it cannot be told. */
  readonly place: (key: string, path: string) => Promise<boolean>;
};

/** Answers shell calls of own pages; anything else is refused with a reason, never by an exception. A chosen place is answered by its key: pages never learn paths before a file lies there. */
export function answerShellCalls({ isOwnSender, setLanguage, place }: ShellCallDeps): void {
  const chooseSave = async (sender: IpcMainInvokeEvent['sender'], name: string): Promise<Result<string | null, AppError>> => {
    const window = BrowserWindow.fromWebContents(sender);
    const path = window === null ? null : await askWhereToSave(window, name);
    if (path === null) return ok(null);
    const key = randomUUID();
    return (await place(key, path)) ? ok(key) : err({ code: 'not-ready', attempted: 'shell.chooseSave' });
  };
  ipcMain.handle(SHELL_CALL, async (event, message: unknown): Promise<Result<string | null, AppError>> => {
    if (!isOwnSender(event)) return err({ code: 'unknown-origin', attempted: 'shell' });
    const call = shellCall.safeParse(message);
    if (!call.success) return err({ code: 'invalid-input', attempted: 'shell' });
    switch (call.data.name) {
      case 'openOutside':
        return (await openOutside(call.data.input.url)) ? ok(null) : err({ code: 'invalid-input', attempted: 'shell.openOutside', field: 'url' });
      case 'setLanguage':
        setLanguage(call.data.input.locale);
        return ok(null);
      case 'chooseSave':
        return chooseSave(event.sender, call.data.input.name);
    }
  });
}
