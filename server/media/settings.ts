import { z } from 'zod';
import type { CloudinarySettings } from './storage-cloudinary.ts';
import type { S3Settings } from './storage-s3.ts';
import type { ClamdAddress } from './scanner.ts';

export type StorageSettings = { readonly kind: 'folder' } | ({ readonly kind: 's3' } & S3Settings) | ({ readonly kind: 'cloudinary' } & CloudinarySettings);
export type MediaSettings = {
  /** Where pictures are kept … */
  readonly storage: StorageSettings;
  /** … and where else they could be: for the command that moves them. */
  readonly known: readonly StorageSettings[];
  readonly clamd: ClamdAddress | null;
};

const CLOUDINARY = /^cloudinary:\/\/([\w-]+):([^@\s]+)@([\w-]+)$/;
const prefix = (what: string) => z.string().regex(/^([\w.-]+(\/[\w.-]+)*)?$/, `must be ${what} without a slash at its ends`).default('');

/** How pictures are kept and scanned, as environment variables. */
export const mediaVariables = {
  COMPTOIR_MEDIA: z.enum(['folder', 's3', 'cloudinary'], 'must be folder, s3 or cloudinary').default('folder'),
  COMPTOIR_S3_ENDPOINT: z.string().regex(/^https?:\/\/[^/\s]+\/?$/, 'must be an address like https://s3.example').optional(),
  COMPTOIR_S3_REGION: z.string().min(1, 'must not be empty').default('us-east-1'),
  COMPTOIR_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,62}$/, 'must name a bucket').optional(),
  COMPTOIR_S3_KEY_ID: z.string().min(1, 'must not be empty').optional(),
  COMPTOIR_S3_SECRET: z.string().min(1, 'must not be empty').optional(),
  COMPTOIR_S3_PREFIX: prefix('a folder name'),
  CLOUDINARY_URL: z.string().regex(CLOUDINARY, 'must look like cloudinary://KEY:SECRET@CLOUD').optional(),
  COMPTOIR_CLOUDINARY_PREFIX: prefix('a folder name'),
  COMPTOIR_CLAMD: z.string().regex(/^(unix:\/.+|tcp:[^:\s]+:\d{1,5})$/, 'must be unix:/PATH or tcp:HOST:PORT').optional(),
} as const;
type Read = z.output<z.ZodObject<typeof mediaVariables>>;

/** What the chosen storage still needs, one line for each variable that is missing. */
export function missingForMedia(read: Read): readonly string[] {
  const needs: readonly (keyof Read)[] = read.COMPTOIR_MEDIA === 's3' ? ['COMPTOIR_S3_BUCKET', 'COMPTOIR_S3_KEY_ID', 'COMPTOIR_S3_SECRET'] : read.COMPTOIR_MEDIA === 'cloudinary' ? ['CLOUDINARY_URL'] : [];
  return needs.filter((name) => read[name] === undefined).map((name) => `${name} must be set, because COMPTOIR_MEDIA is ${read.COMPTOIR_MEDIA}`);
}

/** The settings out of variables that have been read. */
export function mediaSettings(read: Read): MediaSettings {
  const known: StorageSettings[] = [{ kind: 'folder' }];
  const { COMPTOIR_S3_BUCKET: bucket, COMPTOIR_S3_KEY_ID: keyId, COMPTOIR_S3_SECRET: secret } = read;
  if (bucket !== undefined && keyId !== undefined && secret !== undefined) {
    known.push({ kind: 's3', endpoint: read.COMPTOIR_S3_ENDPOINT ?? null, region: read.COMPTOIR_S3_REGION, bucket, keyId, secret, prefix: read.COMPTOIR_S3_PREFIX });
  }
  const [, key, cloudSecret, cloud] = CLOUDINARY.exec(read.CLOUDINARY_URL ?? '') ?? [];
  if (key !== undefined) known.push({ kind: 'cloudinary', cloud: cloud!, key, secret: cloudSecret!, prefix: read.COMPTOIR_CLOUDINARY_PREFIX });
  const [, path, host, port] = /^(?:unix:(\/.+)|tcp:([^:\s]+):(\d+))$/.exec(read.COMPTOIR_CLAMD ?? '') ?? [];
  return {
    storage: known.find(({ kind }) => kind === read.COMPTOIR_MEDIA)!,
    known,
    clamd: path !== undefined ? { path } : host !== undefined ? { host, port: Number(port) } : null,
  };
}
