import type { Kysely } from 'kysely';
import type { Dialect } from '../dialect/dialect.ts';
import { accounts } from './0001-accounts.ts';
import { catalog } from './0002-catalog.ts';
import { sync } from './0003-sync.ts';
import { digest } from './0004-digest.ts';
import { positions } from './0005-positions.ts';
import { secondSchema } from './0006-second-schema.ts';
import { jobs } from './0007-jobs.ts';
import { files } from './0008-files.ts';
import { media } from './0009-media.ts';
import { mediaLooks } from './0010-media-looks.ts';
import { mediaNamed } from './0011-media-named.ts';
import { orders } from './0012-orders.ts';
import { ledger } from './0013-ledger.ts';
import { payouts } from './0014-payouts.ts';
import { payments } from './0015-payments.ts';
import { conversations } from './0020-conversations.ts';
import { orderOfEntries } from './0016-order-of-entries.ts';
import { orderMoney } from './0017-order-money.ts';
import { moderation } from './0018-moderation.ts';
import { accountsAndAudit } from './0019-accounts-and-audit.ts';
import { finance } from './0021-finance.ts';
import type { ServerMigration } from './migration.ts';

export const migrations: Readonly<Record<string, ServerMigration>> = {
  '0001-accounts': accounts,
  '0002-catalog': catalog,
  '0003-sync': sync,
  '0004-digest': digest,
  '0005-positions': positions,
  '0006-second-schema': secondSchema,
  '0007-jobs': jobs,
  '0008-files': files,
  '0009-media': media,
  '0010-media-looks': mediaLooks,
  '0011-media-named': mediaNamed,
  '0012-orders': orders,
  '0013-ledger': ledger,
  '0014-payouts': payouts,
  '0015-payments': payments,
  '0020-conversations': conversations,
  '0016-order-of-entries': orderOfEntries,
  '0017-order-money': orderMoney,
  '0018-moderation': moderation,
  '0021-finance': finance,
  '0019-accounts-and-audit': accountsAndAudit,
};

/** The steps as Kysely's migrator wants them, for one database. */
export function migrationsFor(dialect: Dialect): Record<string, { up(db: Kysely<unknown>): Promise<void>; down(db: Kysely<unknown>): Promise<void> }> {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, step]) => [name, { up: (db: Kysely<unknown>) => step.up(db, dialect), down: (db: Kysely<unknown>) => step.down(db, dialect) }]),
  );
}
