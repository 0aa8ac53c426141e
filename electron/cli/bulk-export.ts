import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { exportChannels } from '#shared/bulk/export/contract.ts';
import { exportChoice, exportFormats, type ExportState } from '#shared/bulk/export/model.ts';
import { productFilter, productQuery } from '#shared/catalog/contract.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';
import type { Command } from './command.ts';
import type { DataProcessLine } from './data-process-line.ts';
import { shopNamed } from './shop-named.ts';
import { withCatalogue } from './signed-in.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

/** `status=draft,paused brand=Nour belts` as a filter: names of fields with their values, and words to search for. */
function filterOf(text: string): Result<object, string> {
  const filter: Record<string, unknown> = {};
  const words: string[] = [];
  for (const part of text.split(/\s+/).filter((one) => one !== '')) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(part) ?? [];
    if (name === undefined || value === undefined) words.push(part);
    else if (!(name in productFilter.shape) || name === 'text' || name === 'shopId') return err(`--filter: there is no field "${name}". There are ${Object.keys(productFilter.shape).filter((one) => one !== 'text' && one !== 'shopId').join(', ')}.`);
    else filter[name] = ['status', 'kind', 'missing', 'missingAny'].includes(name) ? value.split(',') : /^(true|false)$/.test(value) ? value === 'true' : /^\d+$/.test(value) ? Number(value) : value;
  }
  return ok({ ...filter, text: words.join(' ') });
}

async function settled(data: DataProcessLine, id: string, terminal: Terminal, quiet: boolean): Promise<Result<ExportState, string>> {
  for (;;) {
    const state = await data.ask('bulk.exportState', { id }, exportChannels['bulk.exportState'].output);
    if (!state.ok || (state.value.state !== 'counting' && state.value.state !== 'writing')) return state;
    if (!quiet) terminal.progress(state.value.state === 'counting' ? 'Counting' : 'Writing', state.value.done, state.value.total);
    await pause();
  }
}

export const bulkExport: Command = {
  name: 'export',
  summary: 'writes products into a file, without a window and without a network',
  takes: 'FILE  everything of a shop, or what --filter leaves. A file that is there is replaced with --force only',
  flags: {
    format: { type: 'string', summary: `${exportFormats.join(', ')}; by the ending of FILE unless said` },
    shop: { type: 'string', summary: 'handle, name or id of the shop, when there are several' },
    filter: { type: 'string', summary: 'words to search for, and fields of the list: "status=published,paused brand=Nour"' },
    locale: { type: 'string', summary: 'languages of texts, fr,en,ar unless said; Shopify and Google take the first, fr unless said' },
    force: { type: 'boolean', summary: 'replaces a file that is there' },
    json: { type: 'boolean', summary: 'prints one JSON object: file, bytes, products, rows, leftOut' },
  },
  run: async ({ words: [typed, ...more], flags, dataDir, terminal, env }) => {
    if (typed === undefined || more.length > 0) return err('Into which file? "export FILE".');
    const path = resolve(env['INIT_CWD'] ?? process.cwd(), typed);
    const text = (name: string): string | undefined => (typeof flags[name] === 'string' ? flags[name] : undefined);
    const ending = /\.xlsx$/i.test(path) ? 'xlsx' : /\.xml$/i.test(path) ? 'google-xml' : /\.(tsv|txt)$/i.test(path) ? 'google' : 'csv';
    const choice = exportChoice.safeParse({ format: text('format') ?? ending, locales: text('locale')?.split(',') });
    if (!choice.success) return err(`--${choice.error.issues[0]!.path[0] === 'locales' ? 'locale' : String(choice.error.issues[0]!.path[0])}: ${choice.error.issues[0]!.message}.`);
    if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) return err(`There is no folder ${dirname(path)}.`);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return err(`${path} is a folder.`);
    if (existsSync(path) && flags['force'] !== true) return err(`${path} is there already: --force replaces it.`);
    const filter = filterOf(text('filter') ?? '');
    if (!filter.ok) return filter;
    const quiet = flags['json'] === true;
    return withCatalogue({ dataDir }, async (data) => {
      const shop = await shopNamed(data, text('shop'), 'Of which shop?');
      if (!shop.ok) return shop;
      const query = productQuery.safeParse({ filter: { ...filter.value, shopId: shop.value }, sort: { by: 'sku', dir: 'asc' }, locale: choice.data.locales[0] });
      if (!query.success) return err(`--filter: ${String(query.error.issues[0]!.path[1])}: ${query.error.issues[0]!.message}.`);
      const begun = await data.ask('bulk.export', { what: { of: 'list', query: query.data }, choice: choice.data, place: data.place(path) }, exportChannels['bulk.export'].output);
      if (!begun.ok) return err(`Nothing was written: ${begun.error}.`);
      const end = await settled(data, begun.value.id, terminal, quiet);
      if (!end.ok) return err(`The export was not finished: ${end.error}.`);
      const { state, error, file, bytes, rows, total, leftOut } = end.value;
      if (state !== 'done') return err(`Nothing was written: ${error?.rule ?? error?.code ?? state}.`);
      if (quiet) terminal.say(JSON.stringify({ file, bytes, products: total - leftOut, rows, leftOut }));
      else {
        terminal.say(`${file ?? ''}: ${rows} rows of ${total - leftOut} products, ${bytes ?? 0} bytes`);
        if (leftOut > 0) terminal.say(`${leftOut} products left out: the format has no place for them (services, what is not on sale).`);
      }
      return ok(undefined);
    });
  },
};
