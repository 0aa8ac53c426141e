import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { bulkChannels } from '#shared/bulk/contract.ts';
import type { DraftColumn } from '#shared/bulk/draft-model.ts';
import { headerText } from '#shared/bulk/mapping/header-words.ts';
import { ofOwnHeader, type Target } from '#shared/bulk/mapping/targets.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { DataProcessLine } from './data-process-line.ts';

/** What columns mean, by their headers as somebody wrote them. */
export type Meanings = ReadonlyMap<string, Target>;

const written = z.record(z.string().max(500), z.string());

/** `{ "Réf fournisseur": "sku", "PVP": "price:MAD" }`: headers of a file, and the headers Comptoir's own exports have for what they mean. */
function fromFile(path: string): Result<Meanings, string> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return err(`--mapping: ${path} is not JSON.`);
  }
  const read = written.safeParse(json);
  if (!read.success) return err(`--mapping: ${path} has to be one object of headers and meanings: { "PVP": "price:MAD" }.`);
  const meanings = new Map<string, Target>();
  for (const [header, name] of Object.entries(read.data)) {
    const meaning = ofOwnHeader(name);
    if (meaning === null) return err(`--mapping: "${name}" is no meaning of a column. They are called as in a file that "export" writes: sku, title:fr, price, stock, attribute:NAME; "note" leaves a column alone.`);
    meanings.set(headerText(header), meaning);
  }
  return ok(meanings);
}

/**
 * What a person says of columns with `--mapping`: a JSON file, or the name of a file whose columns were decided on before (the latest of that name), as the import screen
 * lists them.
 *
 * @returns meanings by header; or one line that says what there is
 */
export async function namedMapping(data: DataProcessLine, named: string, folder: string): Promise<Result<Meanings, string>> {
  const saved = await data.ask('bulk.mappings', {}, bulkChannels['bulk.mappings'].output);
  if (!saved.ok) return err(`The mappings could not be read: ${saved.error}.`);
  const { mappings } = saved.value;
  const found = mappings.find(({ id, name }) => id === named || name === named);
  if (found !== undefined) return ok(new Map(found.columns.map(({ header, target }) => [headerText(header), target])));
  const path = resolve(folder, named);
  if (existsSync(path)) return fromFile(path);
  return err(`--mapping: there is no file ${path}, and ${mappings.length === 0 ? 'no mapping was decided on yet' : `no mapping "${named}": there are ${mappings.map(({ name }) => `"${name}"`).join(', ')}`}.`);
}

/** Which columns of a file the meanings are said of; refused when it has none of them. */
export function meantColumns(columns: readonly DraftColumn[], meanings: Meanings): Result<{ at: number; target: Target }[], string> {
  const meant = columns.flatMap(({ at, header }) => {
    const meaning = meanings.get(headerText(header));
    return meaning === undefined ? [] : [{ at, target: meaning }];
  });
  return meant.length > 0 || meanings.size === 0 ? ok(meant) : err(`--mapping: the file has none of its columns. It has ${columns.slice(0, 12).map(({ header }) => header).join(', ')}.`);
}
