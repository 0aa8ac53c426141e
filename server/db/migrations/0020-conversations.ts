import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Conversations and messages: the columns of the console's cache (`shared/catalog/cache-tables.ts`, schema 6), written out because a released step must not move when that file does. */
export const conversations: ServerMigration = {
  async up(db, { ddl: { text, int, counted, table } }) {
    await run(
      db,
      `CREATE TABLE conversation (
        rid ${counted},
        id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        version ${int} NOT NULL,
        channel ${text} NOT NULL,
        state ${text} NOT NULL,
        snoozed_until ${int},
        assignee ${text},
        priority ${int} NOT NULL,
        customer_id ${text},
        order_id ${text},
        product_id ${text},
        tags ${text} NOT NULL,
        search ${text} NOT NULL,
        last_at ${int} NOT NULL,
        last_id ${text},
        last_part ${text} NOT NULL,
        last_answer_at ${int},
        last_answer_id ${text},
        last_asked_at ${int},
        waiting_since ${int},
        due_at ${int},
        updated_at ${int} NOT NULL,
        doc ${text} NOT NULL
      ) ${table}`,
      'CREATE UNIQUE INDEX conversation_id ON conversation (id)',
      'CREATE INDEX conversation_of_shop ON conversation (shop_id, last_at)',
      'CREATE INDEX conversation_of_assignee ON conversation (assignee, state) WHERE assignee IS NOT NULL',
      // The demo's customer looks for what was answered lately.
      'CREATE INDEX conversation_answered ON conversation (last_answer_at) WHERE last_answer_at IS NOT NULL',
      `CREATE TABLE message (
        rid ${counted},
        id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        version ${int} NOT NULL,
        conversation_id ${text} NOT NULL,
        at ${int} NOT NULL,
        part ${text} NOT NULL,
        seen ${text} NOT NULL,
        author ${text},
        search ${text} NOT NULL,
        doc ${text} NOT NULL
      ) ${table}`,
      'CREATE UNIQUE INDEX message_id ON message (id)',
      'CREATE INDEX message_part ON message (conversation_id, part, at, id)',
      'CREATE INDEX message_of_shop ON message (shop_id, rid)',
    );
  },
  async down(db) {
    await drop(db, 'message', 'conversation');
  },
};
