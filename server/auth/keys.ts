import { createHmac, hkdfSync } from 'node:crypto';

/** One key per purpose, drawn from the server's secret, so that what leaks in one place opens nothing in another. */
export type AuthKeys = {
  /** Signs access tokens. */
  readonly accessToken: Uint8Array;
  /** Derives a refresh token from the one before it. */
  readonly successor: Uint8Array;
  /** Hides e-mails and addresses in the table of failed sign-ins. */
  readonly tries: Uint8Array;
  /** Hides who used a refresh token. */
  readonly user: Uint8Array;
  /** Signs addresses of pictures that are not public. */
  readonly links: Uint8Array;
  /** Signs where the audit ends. */
  readonly audit: Uint8Array;
  /** Hides the secrets of authenticator apps. */
  readonly secondFactor: Uint8Array;
  /** Hides documents and answers of sellers who are verified. */
  readonly verification: Uint8Array;
  /** Signs the messages of the local payment provider. */
  readonly localPayments: Uint8Array;
};

/** Source: HKDF, RFC 5869, with SHA-256. */
export function keysFrom(secret: Uint8Array): AuthKeys {
  const key = (purpose: string) => new Uint8Array(hkdfSync('sha256', secret, 'comptoir-server', purpose, 32));
  return { accessToken: key('access-token'), successor: key('refresh-successor'), tries: key('sign-in-tries'), user: key('refresh-user'), links: key('picture-links'), localPayments: key('local-payments'), audit: key('audit-seal'), secondFactor: key('second-factor'), verification: key('verification') };
}

/** A keyed hash as text; the parts cannot run into each other. */
export function keyed(key: Uint8Array, ...parts: readonly string[]): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
  return hmac.digest('base64url');
}
