import { CONTROL_PATH } from '#electron/browser/browser-shell.ts';
import type { Holder } from '#electron/ipc/folder-lock.ts';

/** Asks the console that has the folder open for a link to itself; null when it does not give one. */
export async function linkFromHolder(holder: Holder | null): Promise<string | null> {
  if (!holder?.control) return null;
  try {
    const answer = await fetch(new URL(CONTROL_PATH, holder.control.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${holder.control.token}` },
      signal: AbortSignal.timeout(2_000),
    });
    return answer.ok ? await answer.text() : null;
  } catch {
    // It is just closing, or just starting: the caller says that the folder is in use.
    return null;
  }
}
