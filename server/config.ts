import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { DatabaseConfig } from './db/open.ts';
import { missingForPayments, paymentSettings, paymentVariables, type PaymentSettings } from './payments/settings.ts';
import { mediaSettings, mediaVariables, missingForMedia, type MediaSettings } from './media/settings.ts';

/** `vendorProducts`: how many the demo vendor gets, 50,000 unless said; `orders`: how many the marketplace has, none where `vendorProducts` is said, else a thousand or so; `conversations`: a tenth of the orders unless said; `northwind`: an SQL dump of Northwind whose orders come along. */
export type Demo =
  | { readonly kind: 'none' }
  | { readonly kind: 'generate'; readonly vendorProducts?: number; readonly orders?: number; readonly conversations?: number; readonly northwind?: string }
  | { readonly kind: 'olist'; readonly dir: string; readonly northwind?: string };

export type ServerConfig = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly redisUrl: string | null;
  readonly demo: Demo;
  /** From the environment; null: kept in a file of the data folder. */
  readonly secret: string | null;
  readonly production: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly origins: readonly string[];
  readonly trustProxy: number;
  readonly media: MediaSettings;
  readonly payments: PaymentSettings;
};

const wholeBetween = (low: number, high: number) =>
  z.string().regex(/^\d{1,9}$/, `must be a whole number from ${low} to ${high}`).transform(Number).refine((value) => value >= low && value <= high, `must be a whole number from ${low} to ${high}`);

const settings = z.object({
  COMPTOIR_HOST: z.string().min(1, 'must not be empty').default('127.0.0.1'),
  COMPTOIR_PORT: wholeBetween(0, 65_535).default(4180),
  COMPTOIR_SERVER_DATA: z.string().min(1, 'must name a folder').default(join(homedir(), '.comptoir', 'server')),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/\S+$/, 'must start with postgres://').optional(),
  REDIS_URL: z.string().regex(/^rediss?:\/\/\S+$/, 'must start with redis://').optional(),
  COMPTOIR_DEMO: z.string().regex(/^(none|generate(:[1-9]\d{0,4})?|olist:.+)$/, 'must be none, generate, generate:PRODUCTS or olist:FOLDER').default('none'),
  COMPTOIR_SECRET: z.string().min(32, 'must have at least 32 characters, made at random').optional(),
  NODE_ENV: z.string().optional(),
  COMPTOIR_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
  COMPTOIR_ORIGINS: z.string().transform((list) => list.split(',').map((one) => one.trim()).filter(Boolean)).pipe(z.array(z.string().regex(/^https?:\/\/[^/\s]+$/, 'must list origins like https://console.example'))).default([]),
  COMPTOIR_TRUST_PROXY: wholeBetween(0, 10).default(0),
  ...mediaVariables,
  ...paymentVariables,
});

const flags = { port: 'COMPTOIR_PORT', host: 'COMPTOIR_HOST', data: 'COMPTOIR_SERVER_DATA', demo: 'COMPTOIR_DEMO' } as const;

/**
 * Reads how the server is to run, from flags first and then the environment.
 *
 * @param args without the program and its script
 * @returns the configuration, or one line for each mistake, naming the flag or variable and what it must be
 */
export function readConfig(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Result<ServerConfig, readonly string[]> {
  const given = readFlags(args);
  if (!given.ok) return given;
  const written = Object.fromEntries(Object.keys(settings.shape).flatMap((name) => (env[name] === undefined || env[name] === '' ? [] : [[name, env[name]]])));
  const origin = new Map<string, string>();
  for (const [flag, name] of Object.entries(flags)) {
    const value = given.value[flag];
    if (value === undefined) continue;
    written[name] = value;
    origin.set(name, `--${flag}`);
  }
  const parsed = settings.safeParse(written);
  if (!parsed.success) return err(parsed.error.issues.map((issue) => `${origin.get(String(issue.path[0])) ?? String(issue.path[0])} ${issue.message}`));
  const read = parsed.data;
  const missing = [...missingForMedia(read), ...missingForPayments(read)];
  if (missing.length > 0) return err(missing);
  const dataDir = resolve(read.COMPTOIR_SERVER_DATA);
  return ok({
    host: read.COMPTOIR_HOST,
    port: read.COMPTOIR_PORT,
    dataDir,
    database: read.DATABASE_URL === undefined ? { kind: 'sqlite', file: join(dataDir, 'comptoir.db') } : { kind: 'postgres', url: read.DATABASE_URL },
    redisUrl: read.REDIS_URL ?? null,
    demo: demoOf(read.COMPTOIR_DEMO),
    secret: read.COMPTOIR_SECRET ?? null,
    production: read.NODE_ENV === 'production',
    logLevel: read.COMPTOIR_LOG,
    origins: read.COMPTOIR_ORIGINS,
    trustProxy: read.COMPTOIR_TRUST_PROXY,
    media: mediaSettings(read),
    payments: paymentSettings(read, read.COMPTOIR_DEMO !== 'none'),
  });
}

function demoOf(text: string): Demo {
  if (text === 'none' || text === 'generate') return { kind: text };
  if (text.startsWith('generate:')) return { kind: 'generate', vendorProducts: Number(text.slice('generate:'.length)) };
  return { kind: 'olist', dir: resolve(text.slice('olist:'.length)) };
}

function readFlags(args: readonly string[]): Result<Record<string, string | undefined>, readonly string[]> {
  try {
    const { values } = parseArgs({ args: [...args], strict: true, allowPositionals: false, options: { port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, demo: { type: 'string' } } });
    return ok(values);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    return err([`${cause.message.split(/\.\s/)[0]!} (known: --port N, --host ADDRESS, --data FOLDER, --demo none|generate|generate:PRODUCTS|olist:FOLDER)`]);
  }
}
