import type { JobHandler } from '#server/jobs/jobs.ts';
import type { Clock } from '#shared/kernel/time.ts';
import { LOCAL_SIGNATURE, signLocal } from './local-messages.ts';

/** Sends the local provider's messages to the server's own address, and again while it does not say that it took them. */
export function localSender({ key, clock, address }: { readonly key: Uint8Array; readonly clock: Clock; readonly address: string }): JobHandler {
  return async (payload, run) => {
    const body = Buffer.from(String(payload));
    try {
      const answer = await fetch(`${address}/payments/webhooks/local`, {
        method: 'POST', body, signal: AbortSignal.any([run.signal, AbortSignal.timeout(10_000)]),
        headers: { 'content-type': 'application/json', [LOCAL_SIGNATURE]: signLocal(key, body, clock) },
      });
      await answer.arrayBuffer();
      return answer.ok ? { name: 'done' } : { name: 'again', error: { code: 'offline', details: { status: answer.status } } };
    } catch {
      // The server is about to stop, or has not begun to listen.
      return { name: 'again', error: { code: 'offline' } };
    }
  };
}
