import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Work beside requests, the messages of payment providers (each once, by its id), and the payments they speak of. */
export const payments: ServerMigration = {
  async up(db, { ddl: { text, int, table, keyedTable } }) {
    await run(
      db,
      `CREATE TABLE server_job (
        id ${text} NOT NULL PRIMARY KEY,
        type ${text} NOT NULL,
        job_key ${text} NOT NULL,
        payload ${text} NOT NULL,
        state ${text} NOT NULL,
        attempts ${int} NOT NULL,
        most_attempts ${int} NOT NULL,
        due_at ${int} NOT NULL,
        done ${int} NOT NULL,
        total ${int} NOT NULL,
        cancel_asked ${int} NOT NULL,
        error ${text},
        created_at ${int} NOT NULL,
        ended_at ${int},
        UNIQUE (type, job_key)
      ) ${table}`,
      'CREATE INDEX server_job_due ON server_job (state, due_at, type)',
      'CREATE INDEX server_job_of_type ON server_job (type, id)',
      `CREATE TABLE webhook_delivery (
        id ${text} NOT NULL PRIMARY KEY,
        provider ${text} NOT NULL,
        event_id ${text} NOT NULL,
        type ${text} NOT NULL,
        state ${text} NOT NULL,
        body ${text} NOT NULL,
        events ${text} NOT NULL,
        payment_key ${text},
        happened_at ${int} NOT NULL,
        received_at ${int} NOT NULL,
        times ${int} NOT NULL,
        attempts ${int} NOT NULL,
        handled_at ${int},
        error ${text},
        UNIQUE (provider, event_id)
      ) ${table}`,
      'CREATE INDEX webhook_delivery_in_state ON webhook_delivery (state, id)',
      'CREATE INDEX webhook_delivery_of_provider ON webhook_delivery (provider, id)',
      "CREATE INDEX webhook_delivery_waiting ON webhook_delivery (payment_key, id) WHERE state = 'waiting'",
      `CREATE TABLE payment (
        id ${text} NOT NULL PRIMARY KEY,
        provider ${text} NOT NULL,
        group_id ${text} NOT NULL,
        currency ${text} NOT NULL,
        amount ${int} NOT NULL,
        state ${text} NOT NULL,
        authorized ${int} NOT NULL,
        captured ${int} NOT NULL,
        refunded ${int} NOT NULL,
        fee ${int},
        created_at ${int} NOT NULL,
        changed_at ${int} NOT NULL,
        CHECK (amount > 0 AND captured >= 0 AND refunded >= 0 AND refunded <= captured)
      ) ${table}`,
      'CREATE INDEX payment_of_group ON payment (group_id)',
      `CREATE TABLE payment_part (
        payment_id ${text} NOT NULL REFERENCES payment (id),
        order_id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        amount ${int} NOT NULL,
        refunded ${int} NOT NULL,
        PRIMARY KEY (payment_id, order_id)
      ) ${keyedTable}`,
      'CREATE INDEX payment_part_of_order ON payment_part (order_id)',
      `CREATE TABLE payment_name (
        provider ${text} NOT NULL,
        ref ${text} NOT NULL,
        payment_id ${text} NOT NULL REFERENCES payment (id),
        role ${text} NOT NULL,
        PRIMARY KEY (provider, ref)
      ) ${keyedTable}`,
      'CREATE INDEX payment_name_of_payment ON payment_name (payment_id)',
      `CREATE TABLE payment_refund (
        id ${text} NOT NULL PRIMARY KEY,
        payment_id ${text} NOT NULL REFERENCES payment (id),
        order_id ${text},
        refund_ref ${text},
        amount ${int} NOT NULL,
        state ${text} NOT NULL,
        asked_at ${int} NOT NULL,
        ended_at ${int},
        UNIQUE (payment_id, refund_ref)
      ) ${table}`,
      `CREATE TABLE payment_dispute (
        id ${text} NOT NULL PRIMARY KEY,
        payment_id ${text} NOT NULL REFERENCES payment (id),
        provider ${text} NOT NULL,
        dispute_ref ${text} NOT NULL,
        amount ${int} NOT NULL,
        state ${text} NOT NULL,
        opened_at ${int} NOT NULL,
        ended_at ${int},
        UNIQUE (provider, dispute_ref)
      ) ${table}`,
      'CREATE INDEX payment_dispute_of_payment ON payment_dispute (payment_id)',
      `CREATE TABLE local_provider_object (ref ${text} NOT NULL PRIMARY KEY, doc ${text} NOT NULL) ${table}`,
    );
  },
  async down(db) {
    await drop(db, 'local_provider_object', 'payment', 'payment_part', 'payment_name', 'payment_refund', 'payment_dispute', 'webhook_delivery', 'server_job');
  },
};
