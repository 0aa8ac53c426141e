import type { ServerMigration } from './migration.ts';
import { drop, run } from './run.ts';

/** Orders: the columns of the console's cache (`shared/catalog/cache-tables.ts`, schema 5), written out because a released step must not move when that file does. */
export const orders: ServerMigration = {
  async up(db, { ddl: { text, int, counted, table } }) {
    await run(
      db,
      `CREATE TABLE orders (
        rid ${counted},
        id ${text} NOT NULL,
        shop_id ${text} NOT NULL,
        version ${int} NOT NULL,
        group_id ${text} NOT NULL,
        number ${text} NOT NULL,
        order_state ${text} NOT NULL,
        payment_state ${text} NOT NULL,
        fulfilment_state ${text} NOT NULL,
        return_state ${text} NOT NULL,
        placed_at ${int} NOT NULL,
        customer_id ${text} NOT NULL,
        customer ${text} NOT NULL,
        currency ${text} NOT NULL,
        gross ${int} NOT NULL,
        net ${int} NOT NULL,
        pieces ${int} NOT NULL,
        pieces_left ${int} NOT NULL,
        due_at ${int},
        skus ${text} NOT NULL,
        search ${text} NOT NULL,
        updated_at ${int} NOT NULL,
        doc ${text} NOT NULL
      ) ${table}`,
      'CREATE UNIQUE INDEX order_id ON orders (id)',
      'CREATE UNIQUE INDEX order_number ON orders (number)',
      'CREATE INDEX order_of_shop ON orders (shop_id, placed_at)',
      'CREATE INDEX order_of_group ON orders (group_id)',
      // What somebody has to do something about: the clock that cancels what nobody accepted reads it.
      'CREATE INDEX order_due ON orders (due_at) WHERE due_at IS NOT NULL',
    );
  },
  async down(db) {
    await drop(db, 'orders');
  },
};
