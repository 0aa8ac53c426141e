import { catalogChannels } from '#shared/catalog/contract.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { DataProcessLine } from './data-process-line.ts';

/**
 * The shop a person named by its handle, name or id, or the only one there is.
 *
 * @param question what is asked where there are several and none was named: `Into which shop?`
 * @returns its id, or one line that names the shops to choose from
 */
export async function shopNamed(data: DataProcessLine, named: string | undefined, question: string): Promise<Result<string, string>> {
  const told = await data.ask('catalog.shops', {}, catalogChannels['catalog.shops'].output);
  if (!told.ok) return err(`The shops could not be read: ${told.error}.`);
  const { shops } = told.value;
  const found = named === undefined ? shops : shops.filter(({ id, handle, name }) => [id, handle, name].includes(named));
  if (found.length === 1) return ok(found[0]!.id);
  return err(`${named === undefined ? question : `There is no shop "${named}".`} --shop takes one of ${shops.map(({ handle }) => handle).join(', ')}.`);
}
