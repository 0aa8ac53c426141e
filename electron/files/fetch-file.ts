import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { SECOND_MS } from '#shared/kernel/time.ts';
import type { HttpClient } from '../http/client.ts';
import type { FileFolder } from './file-folder.ts';
import type { FileKey } from './file-rows.ts';

const PART_BYTES = 4 * 1024 * 1024;
const SILENCE_MS = 60 * SECOND_MS;

/** Brings a content that is not on this device from the server, part by part; it is kept here once it is what its hash says. */
export async function fetchFile(http: HttpClient, folder: FileFolder, key: FileKey, bytes: number, name: string): Promise<Result<void, AppError>> {
  const room = await folder.hasRoom(bytes);
  if (!room.ok) return room;
  const incoming = await folder.begin(name);
  try {
    while (incoming.held() < bytes) {
      const from = incoming.held();
      const part = await http('file', { params: { shopId: key.shopId as never, sha256: key.sha256 } }, { range: { from, to: Math.min(bytes, from + PART_BYTES) }, silenceMs: SILENCE_MS });
      if (!part.ok) return part;
      if (part.value.byteLength === 0 || part.value.byteLength > bytes - from) return err({ code: 'corrupt-chunk', rule: 'file-damaged' });
      await incoming.write(part.value);
    }
    const sha256 = await incoming.keep(key.shopId);
    if (sha256 === key.sha256) return ok(undefined);
    await folder.remove({ ...key, sha256 });
    return err({ code: 'corrupt-chunk', rule: 'file-damaged' });
  } finally {
    await incoming.drop();
  }
}
