import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where real files lie: `COMPTOIR_DATA`, else `../shared/data` beside the project. */
const folderOf = (name: string): string => join(resolve(process.env['COMPTOIR_DATA'] ?? '../shared/data'), name);

/** The folder of real catalogue files, or null where this machine has none. */
export function realCatalogueFolder(): string | null {
  const folder = folderOf('catalog');
  return existsSync(join(folder, 'olist_products_dataset.csv')) ? folder : null;
}

/** The folder of csv-spectrum, edge cases of CSV each with the JSON it means, or null where this machine has none. */
export function csvSpectrumFolder(): string | null {
  const folder = folderOf('csv');
  return existsSync(join(folder, 'comma_in_quotes.csv')) ? folder : null;
}

/** The folder of real pictures (`exif/`, `odd/`), or null where this machine has none. */
export function realPicturesFolder(): string | null {
  const folder = folderOf('images');
  return existsSync(join(folder, 'exif', 'Landscape_1.jpg')) ? folder : null;
}

/** The folder of bank messages with their schemas (pain.001, camt.053), or null where this machine has none. */
export function realPaymentsFolder(): string | null {
  const folder = folderOf('payments');
  return existsSync(join(folder, 'pain.001.001.09.xsd')) ? folder : null;
}

/** The SQL dump of the Northwind database, or null where this machine has none. */
export function realNorthwindFile(): string | null {
  const file = join(folderOf('orders'), 'northwind.sql');
  return existsSync(file) ? file : null;
}
