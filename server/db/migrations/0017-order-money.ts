import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/**
 * Refunds that were worked out before they were asked for (`plan`), what a shop says in a dispute, seats in services that cannot be booked twice,
 * and views on orders that a shop's people share.
 */
export const orderMoney: ServerMigration = {
  async up(db, { ddl: { text, int, table, keyedTable } }) {
    await run(
      db,
      `ALTER TABLE payment_refund ADD COLUMN plan ${text}`,
      `ALTER TABLE payment_dispute ADD COLUMN evidence_due_at ${int}`,
      `ALTER TABLE payment_dispute ADD COLUMN evidence ${text}`,
      `ALTER TABLE payment_dispute ADD COLUMN evidence_sent_at ${int}`,
      // One row per service: whoever books holds it, so that two who book at once come one after the other.
      `CREATE TABLE booking_calendar (product_id ${text} NOT NULL PRIMARY KEY) ${table}`,
      `CREATE TABLE booking_seat (
        booking_id ${text} NOT NULL PRIMARY KEY,
        order_id ${text} NOT NULL,
        product_id ${text} NOT NULL,
        starts_at ${int} NOT NULL,
        ends_at ${int} NOT NULL,
        seat ${int} NOT NULL,
        UNIQUE (product_id, starts_at, seat),
        CHECK (ends_at > starts_at AND seat >= 1)
      ) ${table}`,
      'CREATE INDEX booking_seat_of_order ON booking_seat (order_id)',
      `CREATE TABLE order_view (
        shop_id ${text} NOT NULL,
        id ${text} NOT NULL,
        doc ${text} NOT NULL,
        version ${int} NOT NULL,
        changed_by ${text} NOT NULL,
        changed_at ${int} NOT NULL,
        PRIMARY KEY (shop_id, id)
      ) ${keyedTable}`,
    );
  },
  async down(db) {
    await drop(db, 'booking_calendar', 'booking_seat', 'order_view');
    await run(db, 'ALTER TABLE payment_dispute DROP COLUMN evidence_sent_at', 'ALTER TABLE payment_dispute DROP COLUMN evidence', 'ALTER TABLE payment_dispute DROP COLUMN evidence_due_at', 'ALTER TABLE payment_refund DROP COLUMN plan');
  },
};
