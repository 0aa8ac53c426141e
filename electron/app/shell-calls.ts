import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { locale, type Locale } from '#shared/auth/model.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { openOutside } from './guards.ts';

export const SHELL_CALL = 'comptoir:shell-call';

/** What only the shell can do for a page. Everything else goes through the data process. */
const shellCall = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('openOutside'), input: z.strictObject({ url: z.string().max(2_000) }) }),
  z.strictObject({ name: z.literal('setLanguage'), input: z.strictObject({ locale }) }),
]);

/** Answers shell calls of own pages; anything else is refused with a reason, never by an exception. */
export function answerShellCalls(isOwnSender: (event: IpcMainInvokeEvent) => boolean, setLanguage: (language: Locale) => void): void {
  ipcMain.handle(SHELL_CALL, async (event, message: unknown): Promise<Result<null, AppError>> => {
    if (!isOwnSender(event)) return err({ code: 'unknown-origin', attempted: 'shell' });
    const call = shellCall.safeParse(message);
    if (!call.success) return err({ code: 'invalid-input', attempted: 'shell' });
    switch (call.data.name) {
      case 'openOutside':
        return (await openOutside(call.data.input.url)) ? ok(null) : err({ code: 'invalid-input', attempted: 'shell.openOutside', field: 'url' });
      case 'setLanguage':
        setLanguage(call.data.input.locale);
        return ok(null);
    }
  });
}
