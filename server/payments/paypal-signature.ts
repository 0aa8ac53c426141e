import { verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { Clock } from '#shared/kernel/time.ts';
import type { CertificatesOf } from './paypal-certificates.ts';
import { REPLAY_WINDOW_MS, type WebhookHeaders } from './provider.ts';
import { notSigned, outOfTime } from './refusals.ts';

/** What PayPal writes into the head of a message to sign it. */
export type Transmission = { readonly id: string; readonly time: string; readonly signature: string; readonly certUrl: string; readonly algorithm: string };

const one = (value: string | string[] | undefined, most: number): string | null => (typeof value === 'string' && value.length > 0 && value.length <= most ? value : null);

/** Null when something of it is missing. */
export function transmissionOf(headers: WebhookHeaders): Transmission | null {
  const [id, time, signature, certUrl, algorithm] = [one(headers['paypal-transmission-id'], 100), one(headers['paypal-transmission-time'], 40), one(headers['paypal-transmission-sig'], 1_000), one(headers['paypal-cert-url'], 500), one(headers['paypal-auth-algo'], 40)];
  return id === null || time === null || signature === null || certUrl === null || algorithm === null ? null : { id, time, signature, certUrl, algorithm };
}

/**
 * Whether a message is PayPal's own: its head is signed together with our webhook's id and the checksum of the body.
 *
 * Source: developer.paypal.com, "Webhook notification messages": `id|time|webhookId|crc32` in decimal, SHA256withRSA.
 */
export async function checkSignature(rawBody: Buffer, transmission: Transmission, webhookId: string, certificates: CertificatesOf): Promise<Result<null, AppError>> {
  if (transmission.algorithm !== 'SHA256withRSA') return notSigned('algorithm');
  const certificate = await certificates(transmission.certUrl);
  if (!certificate.ok) return certificate;
  const signed = `${transmission.id}|${transmission.time}|${webhookId}|${crc32(rawBody)}`;
  return verify('sha256', Buffer.from(signed), certificate.value.publicKey, Buffer.from(transmission.signature, 'base64')) ? ok(null) : notSigned('wrong signature');
}

/** Whether it was sent within the last minutes; only asked of what is signed. */
export function checkTime({ time }: Transmission, clock: Clock): Result<null, AppError> {
  const [sentAt, now] = [Date.parse(time), clock()];
  return Math.abs(now - sentAt) <= REPLAY_WINDOW_MS ? ok(null) : outOfTime(Number.isNaN(sentAt) ? 0 : sentAt, now);
}
