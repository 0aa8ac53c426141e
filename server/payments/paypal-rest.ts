import type { Client, OAuthToken } from '@paypal/paypal-server-sdk';
import { z } from 'zod';
import type { AppError } from '#shared/kernel/errors.ts';
import type { Json } from '#shared/kernel/json.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import type { Transmission } from './paypal-signature.ts';
import { providerAway, providerRefused } from './refusals.ts';

const PATIENCE_MS = 20_000;
const refusal = z.object({ name: z.string().optional(), details: z.array(z.object({ issue: z.string().optional() })).optional() });

/** The parts of PayPal's interface its SDK does not know: disputes, payouts, and asking whether a message is theirs. */
export function payPalRest({ client, api, fetch }: { readonly client: Client; readonly api: string; readonly fetch: typeof globalThis.fetch }) {
  let token: OAuthToken | undefined;

  async function send<T>(method: 'GET' | 'POST', path: string, body: string | FormData | null, type: string | null, answer: z.ZodType<T>, key?: string): Promise<Result<T, AppError>> {
    try {
      token = await client.clientCredentialsAuthManager.updateToken(token);
      const response = await fetch(`${api}${path}`, {
        method, body, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS),
        headers: { authorization: `Bearer ${token.accessToken}`, ...(type === null ? {} : { 'content-type': type }), ...(key === undefined ? {} : { 'paypal-request-id': key }) },
      });
      const said: unknown = await response.json().catch(() => null);
      if (response.status === 401 || response.status === 429 || response.status >= 500) return providerAway('paypal');
      if (!response.ok) {
        const why = refusal.safeParse(said).data;
        return providerRefused('paypal', why?.details?.[0]?.issue ?? why?.name ?? String(response.status));
      }
      const parsed = answer.safeParse(said);
      return parsed.success ? ok(parsed.data) : providerAway('paypal');
    } catch {
      // No connection, no answer in time, or no token.
      return providerAway('paypal');
    }
  }

  return {
    call: <T>(method: 'GET' | 'POST', path: string, body: Json, answer: z.ZodType<T>) => send(method, path, body === null ? null : JSON.stringify(body), 'application/json', answer),

    async provideEvidence(disputeRef: string, input: Json, key: string): Promise<Result<null, AppError>> {
      const form = new FormData();
      form.set('input', new Blob([JSON.stringify(input)], { type: 'application/json' }));
      const sent = await send('POST', `/v1/customer/disputes/${encodeURIComponent(disputeRef)}/provide-evidence`, form, null, z.unknown(), key);
      return sent.ok ? ok(null) : sent;
    },

    /** The message goes along as it came: read and written anew it would be another one. */
    async verifyByPostback(rawBody: Buffer, { id, time, signature, certUrl, algorithm }: Transmission, webhookId: string): Promise<Result<boolean, AppError>> {
      const head = JSON.stringify({ transmission_id: id, transmission_time: time, transmission_sig: signature, cert_url: certUrl, auth_algo: algorithm, webhook_id: webhookId });
      const body = `${head.slice(0, -1)},"webhook_event":${rawBody.toString('utf8')}}`;
      const answer = await send('POST', '/v1/notifications/verify-webhook-signature', body, 'application/json', z.object({ verification_status: z.string() }));
      return answer.ok ? ok(answer.value.verification_status === 'SUCCESS') : answer;
    },
  };
}
