import { randomFillSync } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Clock, EpochMs } from '#shared/kernel/time.ts';
import { PASSWORD_COST, passwordsWith } from '../auth/passwords.ts';
import type { Demo } from '../config.ts';
import { openDatabase, type DatabaseConfig } from '../db/open.ts';
import { DEMO_ACCOUNTS_FILE } from './accounts.ts';
import type { NorthwindSums } from './northwind.ts';
import { seedDemo, type Seeding } from './seed.ts';

export type DemoOptions = {
  /** Folder with the files of Olist and Google; null makes the marketplace up. */
  readonly olist: string | null;
  /** The server's data folder; it is made when it is missing. */
  readonly dataDir: string;
  /** How many orders a made-up marketplace has; null: a thousand or so. */
  readonly orders?: number | null;
  /** How many conversations about them; null: a tenth of the orders. */
  readonly conversations?: number | null;
  /** An SQL dump of the Northwind database whose orders come along; null: none. */
  readonly northwind?: string | null;
  /** An address of PostgreSQL, or null for the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  readonly onProgress?: (seeding: Seeding) => void;
};
export type DemoMade = { readonly products: number; readonly accounts: number; readonly accountsFile: string; readonly northwind: NorthwindSums | null };

/**
 * Builds the demo marketplace in a data folder without starting a server; the next server on that folder finds it there.
 *
 * @returns counts and where the accounts are; refused with `conflict` when the database holds a marketplace already, or as
 *   {@link seedDemo} refuses
 */
export async function runDemo(options: DemoOptions): Promise<Result<DemoMade, AppError>> {
  const dataDir = resolve(options.dataDir);
  const config: DatabaseConfig = options.databaseUrl === null ? { kind: 'sqlite', file: join(dataDir, 'comptoir.db') } : { kind: 'postgres', url: options.databaseUrl };
  const db = await openDatabase(config);
  try {
    const random = (bytes: Uint8Array): Uint8Array => randomFillSync(bytes);
    const clock: Clock = () => Date.now() as EpochMs;
    const filled = await db.kysely.selectFrom('shop').select('id').limit(1).executeTakeFirst();
    if (filled !== undefined) return err({ code: 'conflict', attempted: 'demo.run', rule: 'marketplace-there', details: { dataDir } });
    const northwind = options.northwind === undefined || options.northwind === null ? {} : { northwind: resolve(options.northwind) };
    const orders = options.orders === undefined || options.orders === null ? {} : { orders: options.orders };
    const conversations = options.conversations === undefined || options.conversations === null ? {} : { conversations: options.conversations };
    const demo: Demo = options.olist === null ? { kind: 'generate', ...orders, ...conversations, ...northwind } : { kind: 'olist', dir: resolve(options.olist), ...northwind };
    const seeded = await seedDemo({ db, clock, random, passwords: passwordsWith(PASSWORD_COST), dataDir }, demo, options.onProgress);
    return seeded.ok ? ok({ products: seeded.value.products, accounts: seeded.value.accounts, accountsFile: join(dataDir, DEMO_ACCOUNTS_FILE), northwind: seeded.value.northwind ?? null }) : seeded;
  } finally {
    await db.close();
  }
}
