import { createHash } from 'node:crypto';
import ky, { type KyInstance } from 'ky';
import { z } from 'zod';
import { keyIn, placeOf, StorageFailed, type MediaStorage, type StorageKey } from './storage.ts';

export type CloudinarySettings = {
  readonly cloud: string;
  readonly key: string;
  readonly secret: string;
  /** What names begin with; empty: nothing. */
  readonly prefix: string;
  /** Other addresses than Cloudinary's own; for tests. */
  readonly api?: string;
  readonly delivery?: string;
  readonly timeoutMs?: number;
};

const ATTEMPTS = 4;
const uploaded = z.object({ public_id: z.string(), bytes: z.int() });
const listed = z.object({ resources: z.array(uploaded), next_cursor: z.string().optional() });

/**
 * The signature of a call: its parameters by name, with the secret behind them, hashed.
 *
 * Source: Cloudinary, "Generating authentication signatures"; SHA-256 is taken by every account, the older SHA-1 by most.
 */
export function signParameters(parameters: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(parameters).sort().map((name) => `${name}=${parameters[name]}`).join('&');
  return createHash('sha256').update(text + secret).digest('hex');
}

/** The part of a delivery address that proves that it comes from us, the long kind. Source: Cloudinary, "Signed delivery URLs". */
export const signDelivery = (publicId: string, secret: string): string => `s--${createHash('sha256').update(publicId + secret).digest('base64url').slice(0, 32)}--`;

/**
 * Pictures at Cloudinary as raw files, byte for byte as they are: Cloudinary makes no variants of them. They are "authenticated", so that
 * who knows a name cannot fetch it past this server.
 */
export function storageCloudinary({ cloud, key, secret, prefix, api = 'https://api.cloudinary.com', delivery = 'https://res.cloudinary.com', timeoutMs = 30_000 }: CloudinarySettings): MediaStorage {
  const http: KyInstance = ky.create({ timeout: timeoutMs, redirect: 'error', retry: { limit: ATTEMPTS - 1, methods: ['get', 'head', 'post'], statusCodes: [408, 420, 429, 500, 502, 503, 504], backoffLimit: 2_000, retryOnTimeout: true } });
  const base = `${api}/v1_1/${cloud}`;
  const basic = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  const under = prefix === '' ? '' : `${prefix}/`;
  const nameOf = (of: StorageKey) => `${under}${placeOf(of)}`;
  const asked = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      const status = (cause as { response?: Response }).response?.status;
      throw new StorageFailed(`Cloudinary: ${what} failed (${status ?? (cause as Error).name})`, { cause });
    }
  };
  const signed = (parameters: Record<string, string>): FormData => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...parameters, api_key: key, signature: signParameters(parameters, secret) })) form.append(name, value);
    return form;
  };
  const now = () => String(Math.floor(Date.now() / 1_000));

  return {
    name: 'cloudinary',
    put: async (of, content, mime) => {
      const form = signed({ public_id: nameOf(of), timestamp: now(), type: 'authenticated', overwrite: 'true' });
      form.append('file', new Blob([content as Uint8Array<ArrayBuffer>], { type: mime }), of.sha256);
      const answer = uploaded.parse(await asked('putting', http.post(`${base}/raw/upload`, { body: form }).json()));
      if (answer.bytes !== content.byteLength) throw new StorageFailed(`Cloudinary: kept ${answer.bytes} of ${content.byteLength} bytes`);
    },
    size: async (of) => {
      const answer = await asked('asking', http.get(`${base}/resources/raw/authenticated/${encodeURIComponent(nameOf(of))}`, { headers: basic, throwHttpErrors: (status) => status !== 404 }));
      if (answer.status === 404) return null;
      return uploaded.parse(await answer.json()).bytes;
    },
    read: async function* (of, from, to) {
      if (from >= to) return;
      const name = nameOf(of);
      const answer = await asked('reading', http.get(`${delivery}/${cloud}/raw/authenticated/${signDelivery(name, secret)}/v1/${name}`, { headers: { range: `bytes=${from}-${to - 1}` } }));
      const whole = answer.status === 200;
      let at = whole ? 0 : from;
      try {
        for await (const block of answer.body ?? []) {
          // A cache on the way may answer with all of it.
          const part = block.subarray(Math.max(0, from - at), Math.max(0, to - at));
          at += block.byteLength;
          if (part.byteLength > 0) yield part;
        }
      } catch (cause) {
        throw new StorageFailed('Cloudinary: reading broke off', { cause });
      }
    },
    remove: async (of) => {
      await asked('removing', http.post(`${base}/raw/destroy`, { body: signed({ public_id: nameOf(of), timestamp: now(), type: 'authenticated', invalidate: 'true' }) }));
    },
    list: async function* () {
      for (let cursor: string | undefined; ; ) {
        const page = listed.parse(await asked('listing', http.get(`${base}/resources/raw/authenticated`, { headers: basic, searchParams: { max_results: 500, prefix: under, ...(cursor === undefined ? {} : { next_cursor: cursor }) } }).json()));
        for (const { public_id, bytes } of page.resources) {
          const of = keyIn(public_id.slice(under.length));
          if (of) yield { ...of, bytes };
        }
        if (page.next_cursor === undefined) return;
        cursor = page.next_cursor;
      }
    },
  };
}
