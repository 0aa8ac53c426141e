import type { Guard } from '../dialect/dialect.ts';
import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

const guards: readonly Guard[] = [
  ...['moderation_event', 'moderation_strike'].flatMap((table) => (['UPDATE', 'DELETE'] as const).map((on) => ({ name: `${table}_no_${on.toLowerCase()}`, table, on, when: '1 = 1', message: `${table} is append-only` }))),
  { name: 'moderation_decision_no_delete', table: 'moderation_decision', on: 'DELETE', when: '1 = 1', message: 'decisions are kept' },
];

/**
 * Moderation: cases, what happened to them, decisions with their appeals, strikes, sanctions, validations, reports and word rules. That nobody decides about
 * an appeal against themselves, and that a refusal has its reasons, is said to the database, too.
 */
export const moderation: ServerMigration = {
  async up(db, { ddl }) {
    const { text, int, counted, table, keyedTable } = ddl;
    await run(
      db,
      `CREATE TABLE moderation_case (
        id ${text} NOT NULL PRIMARY KEY,
        product_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        category_id ${text},
        locale ${text},
        reason ${text} NOT NULL,
        state ${text} NOT NULL,
        is_waiting ${int} NOT NULL,
        product_version ${int} NOT NULL,
        opened_at ${int} NOT NULL,
        changed_at ${int} NOT NULL,
        closed_at ${int},
        priority ${int} NOT NULL,
        doc ${text} NOT NULL,
        look_due ${int},
        claimed_by ${text},
        claim_until ${int},
        muted_until ${int},
        decision_id ${text}
      ) ${table}`,
      'CREATE UNIQUE INDEX moderation_case_waiting ON moderation_case (product_id) WHERE is_waiting = 1',
      'CREATE INDEX moderation_case_open ON moderation_case (state, priority, opened_at) WHERE closed_at IS NULL',
      'CREATE INDEX moderation_case_done ON moderation_case (closed_at) WHERE closed_at IS NOT NULL',
      'CREATE INDEX moderation_case_of_product ON moderation_case (product_id, opened_at)',
      'CREATE INDEX moderation_case_to_look ON moderation_case (look_due) WHERE look_due IS NOT NULL',
      `CREATE TABLE moderation_event (
        rid ${counted},
        id ${text} NOT NULL UNIQUE,
        case_id ${text},
        product_id ${text},
        shop_id ${text},
        kind ${text} NOT NULL,
        actor_id ${text},
        reason ${text} NOT NULL CHECK (length(reason) > 0),
        at ${int} NOT NULL,
        details ${text} NOT NULL
      ) ${table}`,
      'CREATE INDEX moderation_event_of_case ON moderation_event (case_id, rid)',
      'CREATE INDEX moderation_event_of_shop ON moderation_event (shop_id, rid)',
      `CREATE TABLE moderation_decision (
        id ${text} NOT NULL PRIMARY KEY,
        case_id ${text} NOT NULL REFERENCES moderation_case (id),
        product_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        action ${text} NOT NULL,
        policy ${text},
        severity ${text},
        facts ${text},
        ground_kind ${text},
        ground_reference ${text},
        automated_detection ${int} NOT NULL,
        statement ${text},
        sanction ${text} NOT NULL,
        decided_by ${text} NOT NULL,
        decided_at ${int} NOT NULL,
        product_version ${int} NOT NULL,
        product_doc ${text} NOT NULL,
        appealed_at ${int},
        appealed_by ${text},
        appeal_text ${text},
        appeal_outcome ${text},
        appeal_reason ${text},
        appeal_by ${text},
        appeal_at ${int},
        CHECK (action = 'approve' OR (policy IS NOT NULL AND severity IS NOT NULL AND length(facts) > 0 AND ground_kind IS NOT NULL AND length(ground_reference) > 0 AND statement IS NOT NULL)),
        CHECK (appeal_by <> decided_by)
      ) ${table}`,
      'CREATE INDEX moderation_decision_of_product ON moderation_decision (product_id, decided_at)',
      'CREATE INDEX moderation_decision_of_shop ON moderation_decision (shop_id, decided_at)',
      'CREATE INDEX moderation_decision_by_time ON moderation_decision (decided_at)',
      `CREATE TABLE moderation_strike (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        decision_id ${text} NOT NULL REFERENCES moderation_decision (id),
        points ${int} NOT NULL,
        at ${int} NOT NULL,
        expires_at ${int} NOT NULL
      ) ${table}`,
      'CREATE INDEX moderation_strike_of_shop ON moderation_strike (shop_id, expires_at)',
      'CREATE INDEX moderation_strike_of_decision ON moderation_strike (decision_id)',
      `CREATE TABLE moderation_sanction (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        decision_id ${text} NOT NULL REFERENCES moderation_decision (id),
        kind ${text} NOT NULL,
        from_at ${int} NOT NULL,
        until_at ${int},
        lifted_at ${int},
        hold_ids ${text} NOT NULL
      ) ${table}`,
      'CREATE INDEX moderation_sanction_of_shop ON moderation_sanction (shop_id) WHERE lifted_at IS NULL',
      `CREATE TABLE moderation_viewer (case_id ${text} NOT NULL, user_id ${text} NOT NULL, seen_at ${int} NOT NULL, PRIMARY KEY (case_id, user_id)) ${keyedTable}`,
      `CREATE TABLE moderation_run (rid ${counted}, case_id ${text} NOT NULL, at ${int} NOT NULL, doc ${text} NOT NULL) ${table}`,
      'CREATE INDEX moderation_run_of_case ON moderation_run (case_id, rid)',
      `CREATE TABLE moderation_report (
        id ${text} NOT NULL PRIMARY KEY,
        product_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        reporter_id ${text} NOT NULL,
        policy ${text} NOT NULL,
        text ${text} NOT NULL,
        at ${int} NOT NULL,
        outcome ${text}
      ) ${table}`,
      'CREATE INDEX moderation_report_of_product ON moderation_report (product_id)',
      'CREATE INDEX moderation_report_by ON moderation_report (reporter_id)',
      `CREATE TABLE word_rule (id ${text} NOT NULL PRIMARY KEY, version ${int} NOT NULL, doc ${text} NOT NULL, changed_by ${text}, changed_at ${int} NOT NULL) ${table}`,
      `CREATE TABLE word_hit (
        id ${text} NOT NULL PRIMARY KEY,
        rule_id ${text} NOT NULL,
        case_id ${text} NOT NULL,
        product_id ${text} NOT NULL,
        field ${text} NOT NULL,
        piece ${text} NOT NULL,
        at ${int} NOT NULL,
        verdict ${text},
        verdict_by ${text},
        UNIQUE (case_id, rule_id, field)
      ) ${table}`,
      'CREATE INDEX word_hit_of_rule ON word_hit (rule_id, at)',
      `CREATE TABLE word_setting (id ${int} NOT NULL PRIMARY KEY CHECK (id = 1), version ${int} NOT NULL) ${keyedTable}`,
      'INSERT INTO word_setting (id, version) VALUES (1, 1)',
      ...guards.flatMap(ddl.guard),
    );
  },
  async down(db, { ddl }) {
    await run(db, ...guards.flatMap(ddl.unguard));
    await drop(db, 'moderation_case', 'moderation_event', 'moderation_decision', 'moderation_strike', 'moderation_sanction', 'moderation_viewer', 'moderation_run', 'moderation_report', 'word_rule', 'word_hit', 'word_setting');
  },
};
