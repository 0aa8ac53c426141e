import type { Guard } from '../dialect/dialect.ts';
import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

const guards: readonly Guard[] = ['payout_approval', 'payout_event'].flatMap((table) => (['UPDATE', 'DELETE'] as const).map((on) => ({
  name: `${table}_no_${on.toLowerCase()}`, table, on, when: '1 = 1', message: `${table} is append-only`,
})));

/**
 * Payouts: what holds money back (`payout_hold`, `payout_reserve`), where it goes (`payout_bank_account`, `payout_standing`), runs with their payouts,
 * who approved what, what happened, the lines of bank statements, and the rules for commission. That nobody approves their own run is said to the
 * database, too: an approval repeats the maker, and cannot be by the same person.
 */
export const payouts: ServerMigration = {
  async up(db, { ddl }) {
    const { text, int, counted, table, keyedTable } = ddl;
    await run(
      db,
      `CREATE TABLE payout_setting (id ${int} NOT NULL PRIMARY KEY CHECK (id = 1), version ${int} NOT NULL, doc ${text} NOT NULL, changed_by ${text}, changed_at ${int} NOT NULL) ${keyedTable}`,
      `INSERT INTO payout_setting (id, version, doc, changed_by, changed_at)
       VALUES (1, 1, '{"currencies":{},"availableAfterDays":7,"reserve":{"rate":0,"days":90},"coolingDays":7,"bankChangeWatchDays":30}', NULL, 0)`,
      `CREATE TABLE payout_hold (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        amount ${int} CHECK (amount > 0),
        reason_public ${text} NOT NULL,
        reason_internal ${text},
        placed_by ${text} NOT NULL,
        placed_at ${int} NOT NULL,
        released_by ${text},
        released_at ${int}
      ) ${table}`,
      'CREATE INDEX payout_hold_of_shop ON payout_hold (shop_id, currency)',
      `CREATE TABLE payout_reserve (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        order_id ${text} NOT NULL,
        source_key ${text} NOT NULL UNIQUE,
        amount ${int} NOT NULL CHECK (amount > 0),
        held_at ${int} NOT NULL,
        release_at ${int} NOT NULL,
        released_at ${int}
      ) ${table}`,
      'CREATE INDEX payout_reserve_due ON payout_reserve (shop_id, currency, release_at) WHERE released_at IS NULL',
      `CREATE TABLE payout_standing (shop_id ${text} NOT NULL PRIMARY KEY, may_be_paid ${int} NOT NULL, reserve ${text}, changed_by ${text} NOT NULL, changed_at ${int} NOT NULL) ${keyedTable}`,
      `CREATE TABLE payout_bank_account (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        account ${text} NOT NULL,
        doc ${text} NOT NULL,
        changed_by ${text} NOT NULL,
        changed_at ${int} NOT NULL,
        cooling_until ${int} NOT NULL,
        verified_by ${text},
        verified_at ${int},
        replaced_at ${int},
        CHECK (verified_by <> changed_by)
      ) ${table}`,
      'CREATE UNIQUE INDEX payout_bank_account_current ON payout_bank_account (shop_id, currency) WHERE replaced_at IS NULL',
      `CREATE TABLE payout_run (
        id ${text} NOT NULL PRIMARY KEY,
        currency ${text} NOT NULL,
        cutoff ${int} NOT NULL,
        state ${text} NOT NULL,
        version ${int} NOT NULL,
        maker ${text} NOT NULL,
        shop_ids ${text},
        round ${int} NOT NULL,
        total ${int} NOT NULL,
        approvers_needed ${int} NOT NULL,
        snapshot_hash ${text},
        submitted_at ${int},
        expires_at ${int},
        created_at ${int} NOT NULL,
        exported_at ${int},
        exports ${int} NOT NULL,
        file_name ${text},
        file_type ${text},
        file_text ${text},
        UNIQUE (id, maker)
      ) ${table}`,
      'CREATE INDEX payout_run_by_age ON payout_run (created_at, id)',
      'CREATE INDEX payout_run_waiting ON payout_run (state, expires_at)',
      `CREATE TABLE payout (
        id ${text} NOT NULL PRIMARY KEY,
        run_id ${text} NOT NULL REFERENCES payout_run (id),
        shop_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        amount ${int} NOT NULL CHECK (amount >= 0),
        state ${text} NOT NULL,
        line ${text} NOT NULL,
        bank_account_id ${text} REFERENCES payout_bank_account (id),
        original_payout_id ${text} REFERENCES payout (id),
        override_reason ${text},
        failure_code ${text},
        changed_at ${int} NOT NULL,
        UNIQUE (run_id, shop_id)
      ) ${table}`,
      'CREATE INDEX payout_of_shop ON payout (shop_id, currency, state)',
      "CREATE UNIQUE INDEX payout_retried_once ON payout (original_payout_id) WHERE original_payout_id IS NOT NULL AND state <> 'dropped'",
      `CREATE TABLE payout_approval (
        id ${text} NOT NULL PRIMARY KEY,
        run_id ${text} NOT NULL,
        maker ${text} NOT NULL,
        approver ${text} NOT NULL,
        decision ${text} NOT NULL CHECK (decision IN ('approve', 'reject')),
        reason ${text},
        snapshot_hash ${text} NOT NULL,
        decided_at ${int} NOT NULL,
        FOREIGN KEY (run_id, maker) REFERENCES payout_run (id, maker),
        UNIQUE (run_id, snapshot_hash, approver),
        CHECK (approver <> maker)
      ) ${table}`,
      `CREATE TABLE payout_event (
        rid ${counted},
        id ${text} NOT NULL UNIQUE,
        run_id ${text},
        payout_id ${text},
        shop_id ${text},
        kind ${text} NOT NULL,
        actor_id ${text},
        at ${int} NOT NULL,
        details ${text} NOT NULL
      ) ${table}`,
      'CREATE INDEX payout_event_of_run ON payout_event (run_id, rid)',
      'CREATE INDEX payout_event_of_shop ON payout_event (shop_id, rid)',
      `CREATE TABLE bank_line (
        id ${text} NOT NULL PRIMARY KEY,
        line_key ${text} NOT NULL UNIQUE,
        state ${text} NOT NULL,
        payout_id ${text} REFERENCES payout (id),
        doc ${text} NOT NULL,
        imported_by ${text} NOT NULL,
        imported_at ${int} NOT NULL,
        settled_by ${text},
        settled_at ${int}
      ) ${table}`,
      'CREATE INDEX bank_line_by_state ON bank_line (state, id)',
      'CREATE INDEX bank_line_of_payout ON bank_line (payout_id) WHERE payout_id IS NOT NULL',
      `CREATE TABLE commission_rule (id ${text} NOT NULL PRIMARY KEY, version ${int} NOT NULL, doc ${text} NOT NULL, ended_at ${int}, changed_by ${text} NOT NULL, changed_at ${int} NOT NULL) ${table}`,
      ...guards.flatMap(ddl.guard),
    );
  },
  async down(db, { ddl }) {
    await run(db, ...guards.flatMap(ddl.unguard));
    await drop(db, 'payout_setting', 'payout_hold', 'payout_reserve', 'payout_standing', 'payout_bank_account', 'payout_run', 'payout', 'payout_approval', 'payout_event', 'bank_line', 'commission_rule');
  },
};
