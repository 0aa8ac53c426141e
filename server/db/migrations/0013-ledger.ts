import type { Guard } from '../dialect/dialect.ts';
import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

const forGood = (table: string): Guard[] => (['UPDATE', 'DELETE'] as const).map((on) => ({
  name: `${table}_no_${on.toLowerCase()}`, table, on, when: '1 = 1', message: `${table} is append-only: reverse the transaction instead`,
}));
const entriesOf = 'FROM ledger_entry WHERE transaction_id = NEW.id';

/** What the database refuses by itself, whoever writes: `OR REPLACE` of SQLite would get past the triggers against deleting, hence the ones that look for a row already there. */
const guards: readonly Guard[] = [
  ...['ledger_source', 'ledger_transaction', 'ledger_entry'].flatMap(forGood),
  {
    name: 'ledger_transaction_balances', table: 'ledger_transaction', on: 'INSERT', message: 'a ledger transaction needs two entries at least, debits equal to credits, and one currency',
    when: `(SELECT COUNT(*) ${entriesOf}) < 2 OR (SELECT COALESCE(SUM(debit) - SUM(credit), 1) ${entriesOf}) <> 0
      OR EXISTS (SELECT 1 ${entriesOf} AND (currency <> NEW.currency OR day <> NEW.day OR available_at <> NEW.available_at))`,
  },
  {
    name: 'ledger_transaction_once', table: 'ledger_transaction', on: 'INSERT', message: 'this ledger transaction is there already, or takes back one that was taken back',
    when: 'EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.id OR reverses_id = NEW.reverses_id)',
  },
  { name: 'ledger_entry_before_its_transaction', table: 'ledger_entry', on: 'INSERT', message: 'a ledger transaction that is posted takes no more entries', when: 'EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id)' },
  { name: 'ledger_transaction_after_closing', table: 'ledger_transaction', on: 'INSERT', message: 'this day is closed', when: 'NEW.day <= (SELECT closed_through FROM ledger_closing)' },
];

/**
 * The books: what was posted for which cause, transactions and entries, and the balances at the end of closed days. Entries are written before their
 * transaction, whose row is refused unless they balance; a reference that is looked at only at the end of the database transaction lets none stay alone.
 */
export const ledger: ServerMigration = {
  async up(db, { ddl }) {
    const { text, int, counted, table, keyedTable } = ddl;
    await run(
      db,
      `CREATE TABLE ledger_transaction (
        id ${text} NOT NULL PRIMARY KEY,
        event ${text} NOT NULL,
        ref_kind ${text} NOT NULL,
        ref_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        day ${text} NOT NULL,
        posted_at ${int} NOT NULL,
        available_at ${int} NOT NULL,
        reverses_id ${text} REFERENCES ledger_transaction (id)
      ) ${table}`,
      'CREATE UNIQUE INDEX ledger_transaction_reversed_once ON ledger_transaction (reverses_id) WHERE reverses_id IS NOT NULL',
      'CREATE INDEX ledger_transaction_of_ref ON ledger_transaction (ref_id, event)',
      `CREATE TABLE ledger_source (
        source_key ${text} NOT NULL PRIMARY KEY,
        transaction_id ${text} NOT NULL UNIQUE REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
        digest ${text} NOT NULL
      ) ${table}`,
      `CREATE TABLE ledger_entry (
        rid ${counted},
        transaction_id ${text} NOT NULL REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
        account ${text} NOT NULL,
        shop_id ${text},
        currency ${text} NOT NULL,
        debit ${int} NOT NULL,
        credit ${int} NOT NULL,
        day ${text} NOT NULL,
        available_at ${int} NOT NULL,
        CHECK ((debit > 0 AND credit = 0) OR (debit = 0 AND credit > 0))
      ) ${table}`,
      'CREATE INDEX ledger_entry_of_transaction ON ledger_entry (transaction_id)',
      'CREATE INDEX ledger_entry_of_shop ON ledger_entry (shop_id, currency, account, available_at)',
      'CREATE INDEX ledger_entry_of_account ON ledger_entry (account, currency, day)',
      'CREATE INDEX ledger_entry_of_day ON ledger_entry (day)',
      `CREATE TABLE ledger_closing (id ${int} NOT NULL PRIMARY KEY CHECK (id = 1), closed_through ${text} NOT NULL) ${keyedTable}`,
      "INSERT INTO ledger_closing (id, closed_through) VALUES (1, '')",
      `CREATE TABLE ledger_day (
        account ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        day ${text} NOT NULL,
        debit ${int} NOT NULL,
        credit ${int} NOT NULL,
        balance ${int} NOT NULL,
        PRIMARY KEY (account, shop_id, currency, day)
      ) ${keyedTable}`,
      ...guards.flatMap(ddl.guard),
    );
  },
  async down(db, { ddl }) {
    await run(db, ...guards.flatMap(ddl.unguard));
    await drop(db, 'ledger_transaction', 'ledger_source', 'ledger_entry', 'ledger_closing', 'ledger_day');
  },
};
