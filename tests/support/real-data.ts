import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of real catalogue files, or null where this machine has none: `COMPTOIR_DATA`, else `../shared/data` beside the project. */
export function realCatalogueFolder(): string | null {
  const folder = join(resolve(process.env['COMPTOIR_DATA'] ?? '../shared/data'), 'catalog');
  return existsSync(join(folder, 'olist_products_dataset.csv')) ? folder : null;
}
