import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { epochMs, type Clock } from '#shared/kernel/time.ts';
import { paymentEvent, providerRef } from '#shared/payments/model.ts';
import { REPLAY_WINDOW_MS, type VerifiedWebhook, type WebhookHeaders } from './provider.ts';
import { notSigned, notUnderstood, outOfTime } from './refusals.ts';

export const LOCAL_SIGNATURE = 'comptoir-local-signature';

/** What the local provider sends: an event as it is, because it speaks our language. */
export const localMessage = z.object({ id: providerRef, type: z.string(), created: epochMs, data: paymentEvent });
export type LocalMessage = z.infer<typeof localMessage>;

const signatureOf = (key: Uint8Array, seconds: string, rawBody: Buffer): Buffer => createHmac('sha256', key).update(`${seconds}.`).update(rawBody).digest();

/** Signs as Stripe does: the moment and the bytes together. */
export function signLocal(key: Uint8Array, rawBody: Buffer, clock: Clock): string {
  const seconds = String(Math.floor(clock() / 1_000));
  return `t=${seconds},v1=${signatureOf(key, seconds, rawBody).toString('hex')}`;
}

/** As `PaymentProvider.verifyWebhook`. */
export function verifyLocal(key: Uint8Array, rawBody: Buffer, headers: WebhookHeaders, clock: Clock): Result<VerifiedWebhook, AppError> {
  const [, seconds, signature] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(String(headers[LOCAL_SIGNATURE] ?? '')) ?? [];
  if (seconds === undefined || signature === undefined) return notSigned('no signature');
  if (!timingSafeEqual(signatureOf(key, seconds, rawBody), Buffer.from(signature, 'hex'))) return notSigned('wrong signature');
  const [sentAt, now] = [Number(seconds) * 1_000, clock()];
  if (Math.abs(now - sentAt) > REPLAY_WINDOW_MS) return outOfTime(sentAt, now);
  try {
    const message = localMessage.safeParse(JSON.parse(rawBody.toString('utf8')));
    return message.success ? ok({ eventId: message.data.id, type: message.data.type, at: message.data.created, events: [message.data.data] }) : notUnderstood('body');
  } catch {
    return notUnderstood('body');
  }
}
