import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** People, the shops they work for, their sessions and their failed sign-ins. */
export const accounts: ServerMigration = {
  async up(db, { ddl: { text, int, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE app_user (
        id ${text} NOT NULL PRIMARY KEY,
        email ${text} NOT NULL UNIQUE,
        name ${text} NOT NULL,
        role ${text} NOT NULL CHECK (role IN ('vendor', 'admin', 'moderator', 'support')),
        locale ${text} NOT NULL,
        password_hash ${text} NOT NULL,
        disabled_at ${int},
        grants_epoch ${int} NOT NULL DEFAULT 1,
        created_at ${int} NOT NULL
      ) ${keyedTable}`,
      // The shop may be made after the membership during an import, hence no reference to it.
      `CREATE TABLE membership (
        user_id ${text} NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        shop_id ${text} NOT NULL,
        role ${text} NOT NULL,
        PRIMARY KEY (user_id, shop_id)
      ) ${keyedTable}`,
      'CREATE INDEX membership_of_shop ON membership (shop_id)',
      `CREATE TABLE refresh_token (
        id ${text} NOT NULL PRIMARY KEY,
        family_id ${text} NOT NULL,
        user_id ${text} NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
        token_hash ${text} NOT NULL UNIQUE,
        device ${text} NOT NULL,
        issued_at ${int} NOT NULL,
        expires_at ${int} NOT NULL,
        used_at ${int},
        replaced_by ${text},
        revoked_at ${int},
        revoked_because ${text},
        family_started_at ${int} NOT NULL,
        used_by ${text}
      ) ${keyedTable}`,
      'CREATE INDEX refresh_token_family ON refresh_token (family_id)',
      'CREATE INDEX refresh_token_user ON refresh_token (user_id)',
      'CREATE INDEX refresh_token_expiry ON refresh_token (expires_at)',
      `CREATE TABLE sign_in_try (
        key ${text} NOT NULL PRIMARY KEY,
        window_started_at ${int} NOT NULL,
        count ${int} NOT NULL,
        blocked_until ${int} NOT NULL
      ) ${keyedTable}`,
      'CREATE INDEX sign_in_try_age ON sign_in_try (window_started_at)',
    );
  },
  async down(db) {
    await drop(db, 'app_user', 'membership', 'refresh_token', 'sign_in_try');
  },
};
