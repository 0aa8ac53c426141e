import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { AppError } from '#shared/kernel/errors.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { MINUTE_MS, type Clock } from '#shared/kernel/time.ts';
import { notSigned, providerAway } from './refusals.ts';

export type CertificatesOf = (url: string) => Promise<Result<X509Certificate, AppError>>;
export type CertificateDeps = {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** Authorities a chain may end at, PEM; those Node trusts when left out. */
  readonly roots?: readonly string[];
};

/** Only PayPal's own hosts, only this folder: whoever sends a message must not choose where we go. */
const ADDRESS = /^https:\/\/api(?:-m)?(?:\.sandbox)?\.paypal\.com\/v1\/notifications\/certs\/CERT-[0-9a-f-]{8,64}$/;
const MOST_BYTES = 64 * 1024;
const PATIENCE_MS = 5_000;
/** Certificates nobody asked for before, per minute: forged messages cannot make us fetch without end. */
const MOST_FETCHES = 10;
const DEEPEST = 6;

/** Fetches the certificates PayPal signs its messages with, each once, and trusts them only by their chain. */
export function payPalCertificates({ clock, fetch, roots = rootCertificates }: CertificateDeps): CertificatesOf {
  const kept = new Map<string, X509Certificate>();
  const anchors = roots.map((pem) => new X509Certificate(pem));
  let fetches: number[] = [];

  return async (url) => {
    if (!ADDRESS.test(url)) return notSigned('certificate address');
    const now = clock();
    const known = kept.get(url);
    if (known !== undefined && isInForce(known, now)) return ok(known);
    fetches = fetches.filter((at) => at > now - MINUTE_MS);
    if (fetches.length >= MOST_FETCHES) return providerAway('paypal');
    fetches.push(now);
    const pem = await download(fetch, url);
    if (pem === null) return providerAway('paypal');
    const chain = chainIn(pem);
    const [signer] = chain;
    if (signer === undefined || !isPayPals(signer) || !leadsToAnchor(chain, anchors, now)) return notSigned('certificate');
    kept.set(url, signer);
    return ok(signer);
  };
}

async function download(fetch: CertificateDeps['fetch'], url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > MOST_BYTES) return null;
    const bytes = await answer.arrayBuffer();
    return bytes.byteLength > MOST_BYTES ? null : Buffer.from(bytes).toString('latin1');
  } catch {
    // No answer, one that broke off, one that leads elsewhere.
    return null;
  }
}

/** The certificates of a PEM file, the signer's first; none when one of them cannot be read. */
function chainIn(pem: string): readonly X509Certificate[] {
  try {
    return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));
  } catch {
    return [];
  }
}

const isInForce = (certificate: X509Certificate, now: number): boolean => Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);

/** Made out to a name of PayPal's: the chain alone would trust anybody's certificate. */
const isPayPals = ({ subject }: X509Certificate): boolean => /^CN=([\w-]+\.)+paypal\.com$/m.test(subject);

/** Whether each certificate is signed by the next, authorities all, up to one that is trusted. */
function leadsToAnchor(chain: readonly X509Certificate[], anchors: readonly X509Certificate[], now: number): boolean {
  let current = chain[0]!;
  for (let depth = 0; depth < DEEPEST; depth++) {
    if (!isInForce(current, now)) return false;
    const issued = (by: X509Certificate): boolean => current.checkIssued(by) && current.verify(by.publicKey);
    if (anchors.some((anchor) => isInForce(anchor, now) && issued(anchor))) return true;
    const next = chain.find((other) => other !== current && other.ca && issued(other));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}
