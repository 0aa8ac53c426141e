import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { INTAKE_BYTES, intakeChannels, type IntakeUse } from '#shared/intake/contract.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { DataProcessLine } from './data-process-line.ts';

/**
 * Hands a file over to the data process on the road a window takes, in pieces, so that its size is never in memory.
 *
 * @returns its intake once it is whole, or the rule that refused it
 */
export async function handOver(data: DataProcessLine, path: string, use: IntakeUse, mime: string): Promise<Result<string, string>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const begun = await data.ask('intake.begin', { use, name: basename(path), bytes: size, mime }, intakeChannels['intake.begin'].output);
    if (!begun.ok) return begun;
    const { intake } = begun.value;
    const room = Buffer.alloc(INTAKE_BYTES);
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(room, 0, Math.min(room.length, size - at), at);
      // Cut while it is read: what is missing is told by the end.
      if (bytesRead === 0) break;
      const sent = await data.ask('intake.append', { intake, offset: at, data: room.toString('base64', 0, bytesRead) }, intakeChannels['intake.append'].output);
      if (!sent.ok) return sent;
      at += bytesRead;
    }
    const whole = await data.ask('intake.finish', { intake }, intakeChannels['intake.finish'].output);
    return whole.ok ? ok(intake) : whole;
  } finally {
    await file.close();
  }
}
