import { z } from 'zod';
import type { Locale } from '#shared/auth/model.ts';
import { appError, type AppError } from '#shared/kernel/errors.ts';
import { uuid } from '#shared/kernel/ids.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';

const chosen = z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value: uuid.nullable() }), z.object({ ok: z.literal(false), error: appError })]);

/** Where a file goes: `place` as the shell calls it, null for this person's downloads. */
export type Whither = { readonly place: string | null };

/**
 * Asks where a file goes, where the shell has a dialog for that; in a browser it goes into the downloads without asking.
 *
 * @param name what the file would be called
 * @returns null when the person closed the dialog
 */
export async function chooseWhither(name: string): Promise<Result<Whither | null, AppError>> {
  const call = window.comptoir?.shellCall;
  if (call === undefined) return ok({ place: null });
  // Signs no file name may hold somewhere; the rest of a name stays as people wrote it.
  const answered = chosen.safeParse(await call('chooseSave', { name: name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '-').replace(/^\.+/, '').slice(-200) || 'comptoir' }));
  if (!answered.success) return err({ code: 'internal', attempted: 'shell.chooseSave' });
  if (!answered.data.ok) return err(answered.data.error);
  return ok(answered.data.value === null ? null : { place: answered.data.value });
}

/** Lets what the shell itself says (its menu) follow the language on screen. */
export function tellLanguage(locale: Locale): void {
  void window.comptoir?.shellCall?.('setLanguage', { locale });
}
