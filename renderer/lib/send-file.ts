import type { IntakeUse } from '#shared/intake/contract.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { ask } from './client.ts';

/** Bytes of a piece: small enough that making text of it holds up nothing on screen. The first is smaller still, so that a table is seen at once. */
const PIECE = 512 * 1024;
const FIRST_PIECE = 256 * 1024;

type Sending = {
  readonly isWanted: () => boolean;
  /** The file has a name there, and its first bytes. */
  readonly onBegun?: (intake: string) => void;
  /** So many of its bytes have arrived. */
  readonly onHeld: (held: number) => void;
};

/**
 * Hands a chosen file to the data process, piece by piece, whatever it is for.
 *
 * @returns its intake and what was received; null when nobody wanted it any more
 */
export async function sendFile(file: File, use: IntakeUse, { isWanted, onBegun, onHeld }: Sending): Promise<Result<{ readonly intake: string; readonly bytes: number; readonly sha256: string } | null, AppError>> {
  const begun = await ask('intake.begin', { use, name: file.name.slice(0, 1_000), bytes: file.size, mime: file.type.slice(0, 200) });
  if (!begun.ok) return begun;
  const { intake } = begun.value;
  if (file.size === 0) onBegun?.(intake);
  for (let held = 0; held < file.size; ) {
    const piece = isWanted() ? await base64Of(file.slice(held, held + (held === 0 ? FIRST_PIECE : PIECE))) : null;
    if (piece === null) {
      await ask('intake.cancel', { intake });
      return isWanted() ? err({ code: 'rule-broken', rule: 'file-unreadable' }) : ok(null);
    }
    const written = await ask('intake.append', { intake, offset: held, data: piece });
    if (!written.ok) return written;
    if (held === 0) onBegun?.(intake);
    held = written.value.held;
    onHeld(held);
  }
  const whole = await ask('intake.finish', { intake });
  return whole.ok ? ok({ intake, ...whole.value }) : whole;
}

/** A piece of a file as text; null when it cannot be read (any more): taken away, not allowed, a folder. */
export function base64Of(piece: Blob): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).slice((reader.result as string).indexOf(',') + 1));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(piece);
  });
}
