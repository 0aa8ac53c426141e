import type { Guard } from '../dialect/dialect.ts';
import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

const forGood = (table: string): Guard[] => (['UPDATE', 'DELETE'] as const).map((on) => ({ name: `${table}_no_${on.toLowerCase()}`, table, on, when: '1 = 1', message: `${table} is append-only` }));

/** What of a change in the audit may still be written after it was: in which link of the chain it lies, once. */
const kept = ['id', 'entity', 'entity_id', 'shop_id', 'actor_id', 'actor_name', 'client', 'device', 'mid', 'group_id', 'intent', 'outcome', 'base_version', 'version', 'changes', 'made_at', 'applied_at'];

const guards: readonly Guard[] = [
  ...['audit_link', 'audit_seal', 'verification_view'].flatMap(forGood),
  {
    name: 'audit_link_in_order', table: 'audit_link', on: 'INSERT', message: 'a link of the audit follows the one before it',
    when: 'NEW.seq <> COALESCE((SELECT MAX(seq) FROM audit_link), 0) + 1',
  },
  {
    name: 'change_audit_no_update', table: 'change_audit', on: 'UPDATE', message: 'change_audit is append-only',
    when: `OLD.sealed_in IS NOT NULL OR ${kept.map((column) => `NEW.${column} IS DISTINCT FROM OLD.${column}`).join(' OR ')}`,
  },
  { name: 'change_audit_no_delete', table: 'change_audit', on: 'DELETE', when: '1 = 1', message: 'change_audit is append-only' },
];

/**
 * Accounts: second factor, recovery codes, passwords given again, invitations. The audit as a chain of hashes, of which changes of records take part in
 * batches (`change_audit.sealed_in`). Verification of sellers: the case of a shop, what it has to show, its documents and who looked at them.
 */
export const accountsAndAudit: ServerMigration = {
  async up(db, { ddl }) {
    const { text, int, table, keyedTable } = ddl;
    await run(
      db,
      `CREATE TABLE second_factor (user_id ${text} NOT NULL PRIMARY KEY REFERENCES app_user (id) ON DELETE CASCADE, secret ${text} NOT NULL, began_at ${int} NOT NULL, since ${int}, last_step ${int} NOT NULL) ${keyedTable}`,
      `CREATE TABLE recovery_code (user_id ${text} NOT NULL REFERENCES app_user (id) ON DELETE CASCADE, code_hash ${text} NOT NULL, used_at ${int}, PRIMARY KEY (user_id, code_hash)) ${keyedTable}`,
      `CREATE TABLE session_confirmation (family_id ${text} NOT NULL PRIMARY KEY, user_id ${text} NOT NULL REFERENCES app_user (id) ON DELETE CASCADE, confirmed_at ${int} NOT NULL) ${keyedTable}`,
      `CREATE TABLE invitation (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        email ${text} NOT NULL,
        role ${text} NOT NULL,
        token_hash ${text} NOT NULL UNIQUE,
        invited_by ${text} NOT NULL,
        created_at ${int} NOT NULL,
        expires_at ${int} NOT NULL,
        accepted_at ${int},
        accepted_by ${text},
        revoked_at ${int}
      ) ${table}`,
      'CREATE INDEX invitation_of_shop ON invitation (shop_id, created_at)',
      `CREATE TABLE audit_link (
        seq ${int} NOT NULL PRIMARY KEY,
        id ${text} NOT NULL UNIQUE,
        kind ${text} NOT NULL CHECK (kind IN ('event', 'changes')),
        at ${int} NOT NULL,
        actor_id ${text},
        actor_name ${text},
        device ${text},
        action ${text} NOT NULL,
        object_kind ${text} NOT NULL,
        object_id ${text},
        shop_id ${text},
        reason ${text},
        was ${text},
        became ${text},
        changes ${text},
        prev_hash ${text} NOT NULL,
        hash ${text} NOT NULL
      ) ${table}`,
      'CREATE INDEX audit_link_of_actor ON audit_link (actor_id, id)',
      'CREATE INDEX audit_link_of_shop ON audit_link (shop_id, id)',
      'CREATE INDEX audit_link_of_object ON audit_link (object_id, id)',
      `CREATE TABLE audit_head (id ${int} NOT NULL PRIMARY KEY CHECK (id = 1), seq ${int} NOT NULL, hash ${text} NOT NULL) ${keyedTable}`,
      "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '')",
      `CREATE TABLE audit_seal (seq ${int} NOT NULL PRIMARY KEY, hash ${text} NOT NULL, seal ${text} NOT NULL, at ${int} NOT NULL) ${keyedTable}`,
      `ALTER TABLE change_audit ADD COLUMN sealed_in ${int}`,
      'CREATE INDEX change_audit_unsealed ON change_audit (id) WHERE sealed_in IS NULL',
      'CREATE INDEX change_audit_of_actor ON change_audit (actor_id, id)',
      `CREATE TABLE verification_case (
        shop_id ${text} NOT NULL PRIMARY KEY,
        version ${int} NOT NULL,
        state ${text} NOT NULL,
        country ${text} NOT NULL,
        legal_form ${text} NOT NULL,
        due_at ${int},
        submitted_at ${int},
        decided_by ${text},
        decided_at ${int},
        claimed_by ${text},
        claimed_until ${int},
        changed_at ${int} NOT NULL
      ) ${keyedTable}`,
      'CREATE INDEX verification_case_queue ON verification_case (state, submitted_at)',
      `CREATE TABLE verification_requirement (
        shop_id ${text} NOT NULL REFERENCES verification_case (shop_id) ON DELETE CASCADE,
        kind ${text} NOT NULL,
        state ${text} NOT NULL,
        answer ${text},
        check_note ${text},
        reason ${text},
        note ${text},
        due_at ${int},
        expires_on ${text},
        changed_by ${text} NOT NULL,
        changed_at ${int} NOT NULL,
        decided_by ${text},
        decided_at ${int},
        PRIMARY KEY (shop_id, kind)
      ) ${keyedTable}`,
      `CREATE TABLE verification_document (
        id ${text} NOT NULL PRIMARY KEY,
        shop_id ${text} NOT NULL,
        kind ${text} NOT NULL,
        mime ${text} NOT NULL,
        bytes ${int} NOT NULL,
        sha256 ${text} NOT NULL,
        added_by ${text} NOT NULL,
        added_at ${int} NOT NULL,
        replaced_at ${int},
        purge_at ${int},
        purged_at ${int}
      ) ${table}`,
      'CREATE INDEX verification_document_of_shop ON verification_document (shop_id, kind)',
      'CREATE INDEX verification_document_to_purge ON verification_document (purge_at) WHERE purged_at IS NULL',
      `CREATE TABLE verification_view (id ${text} NOT NULL PRIMARY KEY, document_id ${text} NOT NULL, shop_id ${text} NOT NULL, viewer_id ${text} NOT NULL, at ${int} NOT NULL) ${table}`,
      'CREATE INDEX verification_view_of_document ON verification_view (document_id, id)',
      ...guards.flatMap(ddl.guard),
    );
  },
  async down(db, { ddl }) {
    await run(db, ...guards.flatMap(ddl.unguard));
    await run(db, 'DROP INDEX change_audit_unsealed', 'DROP INDEX change_audit_of_actor', 'ALTER TABLE change_audit DROP COLUMN sealed_in');
    await drop(db, 'second_factor', 'recovery_code', 'session_confirmation', 'invitation', 'audit_link', 'audit_head', 'audit_seal', 'verification_case', 'verification_requirement', 'verification_document', 'verification_view');
  },
};
