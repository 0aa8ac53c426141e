import { err, ok, type Result } from '#shared/kernel/result.ts';
import { latinDigits } from '#shared/kernel/text.ts';

/**
 * Reads a time of day as people type it: `9`, `9h`, `9h30`, `9:30`, `09.30`, `24:00`.
 *
 * @returns minutes since midnight, 0 to 1,440; an error without details when it is no time
 */
export function readTime(text: string): Result<number, null> {
  const read = /^(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?$/i.exec(latinDigits(text).trim());
  const [hours, minutes] = [Number(read?.[1]), Number(read?.[2] ?? 0)];
  if (!read || minutes > 59 || hours * 60 + minutes > 1_440) return err(null);
  return ok(hours * 60 + minutes);
}

/** A minute of the day as it is written everywhere: `09:30`; the end of the day is `24:00`. */
export const timeText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export type Stretch = { readonly from: number; readonly to: number };

/** Reads stretches of a day, `9:00–12:00, 14:00–18:00`; nothing typed is no hours at all. */
export function readStretches(text: string): Result<readonly Stretch[], null> {
  const parts = text.split(/[,،;]/).map((part) => part.trim()).filter((part) => part !== '');
  const stretches: Stretch[] = [];
  for (const part of parts) {
    const [from, to, more] = part.split(/\s*[-–—]\s*/).map(readTime);
    if (more !== undefined || !from?.ok || !to?.ok) return err(null);
    stretches.push({ from: from.value, to: to.value });
  }
  return ok(stretches);
}

export const stretchesText = (stretches: readonly Stretch[]): string => stretches.map(({ from, to }) => `${timeText(from)}–${timeText(to)}`).join(', ');
