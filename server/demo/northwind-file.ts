import { basename } from 'node:path';
import { basisPoints, minor, type BasisPoints, type Minor } from '#shared/kernel/money.ts';
import { epochMs, type EpochMs } from '#shared/kernel/time.ts';
import { refuse, wholeNumber, type Place } from './data-file.ts';
import { readInserts, type Insert } from './sql-inserts.ts';

/** A line of an order as the file has it; `line` is where it stands there. */
export type SoldLine = { readonly line: number; readonly orderId: number; readonly productId: number; readonly unitPrice: Minor; readonly quantity: number; readonly discount: BasisPoints };
/** An order as the file has it; days begin at midnight UTC. `carrierId` names one of the carriers. */
export type SoldOrder = {
  readonly line: number; readonly id: number; readonly customerId: string; readonly orderedAt: EpochMs; readonly requiredAt: EpochMs | null; readonly shippedAt: EpochMs | null; readonly carrierId: number; readonly freight: Minor;
  readonly name: string; readonly street: string; readonly city: string; readonly region: string | null; readonly postcode: string | null; readonly country: string;
};
export type NorthwindFile = { readonly file: string; readonly orders: ReadonlyMap<number, SoldOrder>; readonly lines: readonly SoldLine[]; readonly products: ReadonlyMap<number, string>; readonly carriers: ReadonlyMap<number, string> };

const columns: Readonly<Record<string, readonly string[]>> = {
  orders: ['order_id', 'customer_id', 'employee_id', 'order_date', 'required_date', 'shipped_date', 'ship_via', 'freight', 'ship_name', 'ship_address', 'ship_city', 'ship_region', 'ship_postal_code', 'ship_country'],
  order_details: ['order_id', 'product_id', 'unit_price', 'quantity', 'discount'],
  products: ['product_id', 'product_name', 'supplier_id', 'category_id', 'quantity_per_unit', 'unit_price', 'units_in_stock', 'units_on_order', 'reorder_level', 'discontinued'],
  shippers: ['shipper_id', 'company_name', 'phone'],
};
const MAX_ROWS = 200_000;
const MAX_ID = 999_999_999;
const MAX_PIECES = 1_000_000;

/**
 * Reads what the Northwind database sold out of its SQL dump: orders, their lines, and the names of products and carriers.
 *
 * @throws AppFailure naming file, line, column and rule, as {@link readInserts} does or with `insert-count`, `too-many-rows`, `not-null`,
 *   `whole-number`, `decimal-number`, `calendar-date`, `id-twice`
 */
export async function readNorthwindFile(path: string): Promise<NorthwindFile> {
  const file = basename(path);
  const orders = new Map<number, SoldOrder>();
  const [products, carriers] = [new Map<number, string>(), new Map<number, string>()];
  const lines: SoldLine[] = [];
  let rows = 0;
  for await (const insert of readInserts(path, new Set(Object.keys(columns)))) {
    if (++rows > MAX_ROWS) refuse({ file, line: insert.line }, 'too-many-rows', { most: MAX_ROWS });
    const row = new Row(file, insert);
    switch (insert.table) {
      case 'order_details': lines.push(lineOf(row)); break;
      case 'orders': once(orders, row, 'order_id', orderOf(row)); break;
      case 'products': once(products, row, 'product_id', row.text('product_name')); break;
      default: once(carriers, row, 'shipper_id', row.text('company_name'));
    }
  }
  return { file, orders, lines, products, carriers };
}

function once<T>(known: Map<number, T>, row: Row, column: string, value: T): void {
  const id = row.whole(column, MAX_ID);
  if (known.has(id)) refuse(row.place(column), 'id-twice', { found: id });
  known.set(id, value);
}

const lineOf = (row: Row): SoldLine => ({
  line: row.line, orderId: row.whole('order_id', MAX_ID), productId: row.whole('product_id', MAX_ID), unitPrice: minor.parse(row.scaled('unit_price', 2)),
  quantity: row.whole('quantity', MAX_PIECES, 1), discount: basisPoints.parse(row.scaled('discount', 4, 10_000)),
});

const orderOf = (row: Row): SoldOrder => ({
  line: row.line, id: row.whole('order_id', MAX_ID), customerId: row.text('customer_id'), carrierId: row.whole('ship_via', MAX_ID), freight: minor.parse(row.scaled('freight', 2)),
  orderedAt: row.day('order_date') ?? refuse(row.place('order_date'), 'not-null'), requiredAt: row.day('required_date'), shippedAt: row.day('shipped_date'),
  name: row.text('ship_name'), street: row.text('ship_address'), city: row.text('ship_city'), region: row.textOrNull('ship_region'), postcode: row.textOrNull('ship_postal_code'), country: row.text('ship_country'),
});

/** A row whose values are asked for by the name of their column. */
class Row {
  readonly line: number;
  readonly #file: string;
  readonly #values: ReadonlyMap<string, string | null>;

  constructor(file: string, { table, line, values }: Insert) {
    [this.#file, this.line] = [file, line];
    const named = columns[table]!;
    if (values.length !== named.length) refuse({ file, line }, 'insert-count', { table, expected: named.length, found: values.length });
    this.#values = new Map(named.map((column, i) => [column, values[i]!]));
  }

  place(column: string): Place {
    return { file: this.#file, line: this.line, column };
  }

  textOrNull(column: string): string | null {
    return this.#values.get(column) ?? null;
  }

  text(column: string): string {
    return this.textOrNull(column) ?? refuse(this.place(column), 'not-null');
  }

  whole(column: string, most: number, least = 0): number {
    const value = wholeNumber(this.text(column), this.place(column), most);
    return value === null || value < least ? refuse(this.place(column), 'whole-number', { found: value, least, most }) : value;
  }

  /** A number as so many whole parts of ten, hundred …, half away from zero: prices are written as binary fractions, 9.80000019 for 9.80. */
  scaled(column: string, decimals: number, most = 100_000_000_000): number {
    const text = this.text(column);
    const [, whole, behind = ''] = /^(\d{1,12})(?:\.(\d{1,20}))?$/.exec(text) ?? [];
    const value = whole === undefined ? Number.NaN : Number(whole + behind.slice(0, decimals).padEnd(decimals, '0')) + (behind.charAt(decimals) >= '5' ? 1 : 0);
    return value <= most ? value : refuse(this.place(column), 'decimal-number', { found: text.slice(0, 40), most: most / 10 ** decimals });
  }

  day(column: string): EpochMs | null {
    const text = this.textOrNull(column);
    if (text === null) return null;
    const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    const isDay = at >= 0 && new Date(at).toISOString().startsWith(text);
    return isDay ? epochMs.parse(at) : refuse(this.place(column), 'calendar-date', { found: text.slice(0, 40) });
  }
}
