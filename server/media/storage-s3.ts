import { createHash } from 'node:crypto';
import type { S3Client } from '@aws-sdk/client-s3';
import { keyIn, placeOf, StorageFailed, type MediaStorage, type StorageKey } from './storage.ts';

export type S3Settings = {
  /** Of a store that is not Amazon's own: MinIO, Garage, R2, Ceph. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  readonly keyId: string;
  readonly secret: string;
  /** What names begin with, without a slash at the end; empty: nothing. */
  readonly prefix: string;
  /** Tries of one call in all. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
};

const statusOf = (cause: unknown): number | undefined => (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Pictures in a bucket of a store that speaks S3; each is sent with its SHA-256, which the store checks. */
export async function storageS3(settings: S3Settings): Promise<MediaStorage> {
  // Only who uses it waits until it is loaded.
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client: Client } = await import('@aws-sdk/client-s3');
  const timeoutMs = settings.timeoutMs ?? 30_000;
  const client: S3Client = new Client({
    region: settings.region,
    ...(settings.endpoint === null ? {} : { endpoint: settings.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: settings.keyId, secretAccessKey: settings.secret },
    maxAttempts: settings.attempts ?? 4,
    requestHandler: { connectionTimeout: Math.min(timeoutMs, 5_000), requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    // Stores other than Amazon's own do not know the newer kinds of checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const under = settings.prefix === '' ? '' : `${settings.prefix}/`;
  const at = (key: StorageKey) => ({ Bucket: settings.bucket, Key: `${under}${placeOf(key)}` });
  const asked = async <T>(what: string, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (cause) {
      throw new StorageFailed(`S3: ${what} failed (${statusOf(cause) ?? (cause as Error).name})`, { cause });
    }
  };

  return {
    name: 's3',
    put: async (key, content, mime) => {
      await asked('putting', client.send(new PutObjectCommand({ ...at(key), Body: content, ContentLength: content.byteLength, ContentType: mime, ChecksumSHA256: createHash('sha256').update(content).digest('base64') })));
    },
    size: async (key) => {
      const head = await asked('asking', client.send(new HeadObjectCommand(at(key))).catch((cause: unknown) => (statusOf(cause) === 404 ? null : Promise.reject(cause as Error))));
      return head?.ContentLength ?? null;
    },
    read: async function* (key, from, to) {
      if (from >= to) return;
      const got = await asked('reading', client.send(new GetObjectCommand({ ...at(key), Range: `bytes=${from}-${to - 1}` })));
      try {
        yield* got.Body as unknown as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw new StorageFailed('S3: reading broke off', { cause });
      }
    },
    remove: async (key) => {
      await asked('removing', client.send(new DeleteObjectCommand(at(key))));
    },
    list: async function* () {
      for (let after: string | undefined; ; ) {
        const page = await asked('listing', client.send(new ListObjectsV2Command({ Bucket: settings.bucket, Prefix: under, ...(after === undefined ? {} : { ContinuationToken: after }) })));
        for (const { Key = '', Size = 0 } of page.Contents ?? []) {
          const key = keyIn(Key.slice(under.length));
          if (key) yield { ...key, bytes: Size };
        }
        if (page.IsTruncated !== true || page.NextContinuationToken === undefined) return;
        after = page.NextContinuationToken;
      }
    },
  };
}
