import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { bulkChannels } from '#shared/bulk/contract.ts';
import { exportChannels } from '#shared/bulk/export/contract.ts';
import { draftChoice, type ImportDraft } from '#shared/bulk/draft-model.ts';
import type { ImportReport } from '#shared/bulk/import-model.ts';
import { rowCommands } from '#shared/bulk/cells/read-words.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Terminal } from '#electron/start/terminal.ts';
import type { Command } from './command.ts';
import type { DataProcessLine } from './data-process-line.ts';
import { handOver } from './hand-over.ts';
import { meantColumns, namedMapping, type Meanings } from './named-mapping.ts';
import { settledPlan } from './settled-plan.ts';
import { shopNamed } from './shop-named.ts';
import { withCatalogue } from './signed-in.ts';

/** What the process ends with when the work was done and some rows of the file were refused. */
export const SOME_FAILED = 2;
const PAGE = 1_000;

/** Hands a file over as a window does, and has it looked at. */
async function openDraft(data: DataProcessLine, path: string, shopId: string): Promise<Result<ImportDraft, string>> {
  const handed = await handOver(data, path, { what: 'table' }, '');
  return handed.ok ? data.ask('bulk.openFile', { intake: handed.value, shopId }, bulkChannels['bulk.openFile'].output) : handed;
}

async function reportOf(data: DataProcessLine, plan: string): Promise<Result<ImportReport, string>> {
  const first = await data.ask('bulk.importReport', { plan, limit: PAGE }, bulkChannels['bulk.importReport'].output);
  if (!first.ok) return first;
  const { problems } = first.value;
  while (problems.length < first.value.problemCount) {
    const more = await data.ask('bulk.importReport', { plan, offset: problems.length, limit: PAGE }, bulkChannels['bulk.importReport'].output);
    if (!more.ok || more.value.problems.length === 0) return more;
    problems.push(...more.value.problems);
  }
  return ok({ ...first.value, problems });
}

function say(terminal: Terminal, { file, rows, created, updated, deleted, unchanged, skipped, failed, problems }: ImportReport): void {
  const meant = file.columns.filter(({ target }) => target.field !== 'note');
  terminal.say(`${file.name}: ${file.layout ?? 'own columns'}, ${file.encoding ?? 'workbook'}${file.delimiter === null ? '' : `, cells parted by ${file.delimiter === '\t' ? 'tab' : file.delimiter}`}; ${meant.length} of ${file.columns.length} columns understood`);
  const notes = file.columns.filter(({ target }) => target.field === 'note').map(({ header }) => header);
  if (notes.length > 0) terminal.say(`Not understood, left alone: ${notes.join(', ')}`);
  terminal.say(`${rows} rows: ${created} created, ${updated} updated, ${deleted > 0 ? `${deleted} deleted, ` : ''}${unchanged} unchanged, ${skipped} skipped, ${failed} failed`);
  for (const { line, column, value, rule, suggestion } of problems.slice(0, 20)) terminal.say(`  line ${line}${column === null ? '' : `, ${column}`}: ${rule}${value === '' ? '' : ` (${value.slice(0, 60)})`}${suggestion === null ? '' : `; perhaps ${suggestion}`}`);
  if (problems.length > 20) terminal.say(`  … and ${problems.length - 20} more: --json lists all of them`);
}

export const bulkImport: Command = {
  name: 'import',
  summary: 'reads a CSV or XLSX file into the catalogue, without a window and without a network',
  takes: 'FILE  says what it would change; with --apply it is changed, and "undo" takes it back. Ends with 2 when some rows failed',
  flags: {
    preview: { type: 'boolean', summary: 'says what would change and changes nothing (as without --apply)' },
    apply: { type: 'boolean', summary: 'changes what the preview says; rows that fail are left out' },
    json: { type: 'boolean', summary: 'prints one JSON object: rows, created, updated, unchanged, skipped, failed, problems; deleted ones are among the updated, and counted beside' },
    shop: { type: 'string', summary: 'handle, name or id of the shop, when there are several' },
    command: { type: 'string', summary: `what a row asks for that says nothing: ${rowCommands.join(', ')}; MERGE unless said` },
    blank: { type: 'string', summary: 'what an empty cell means: keep or clear; keep unless said' },
    locale: { type: 'string', summary: 'language of texts whose column names none: fr, en, ar; fr unless said' },
    decimal: { type: 'string', summary: 'the decimal sign, "." or ","; found out unless said' },
    notes: { type: 'string', summary: 'a CSV file for what stands in columns without a meaning, with the line and SKU of each row; replaces nothing' },
    mapping: { type: 'string', summary: 'what columns mean: the name of a file they were decided for before, or a JSON file { "PVP": "price:MAD" }; found out unless said' },
  },
  run: async ({ words: [typed, ...more], flags, dataDir, terminal, env }) => {
    if (typed === undefined || more.length > 0) return err('Which file? "import FILE".');
    const folder = env['INIT_CWD'] ?? process.cwd();
    const path = resolve(folder, typed);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return err(`There is no file ${path}.`);
    if (flags['apply'] === true && flags['preview'] === true) return err('--preview changes nothing and --apply does: give one of the two.');
    const quiet = flags['json'] === true;
    const text = (name: string): string | undefined => (typeof flags[name] === 'string' ? flags[name] : undefined);
    const notes = text('notes') === undefined ? null : resolve(folder, text('notes')!);
    if (notes !== null && existsSync(notes)) return err(`${notes} is there already.`);
    const choice = draftChoice.safeParse({ command: text('command')?.toUpperCase() ?? 'MERGE', blank: text('blank') ?? 'keep', locale: text('locale') ?? 'fr', decimal: text('decimal') ?? null });
    if (!choice.success) return err(`--${String(choice.error.issues[0]!.path[0])}: ${choice.error.issues[0]!.message}.`);
    return withCatalogue({ dataDir }, async (data) => {
      const shop = await shopNamed(data, text('shop'), 'Into which shop?');
      if (!shop.ok) return shop;
      const mapping = text('mapping') === undefined ? ok<Meanings>(new Map()) : await namedMapping(data, text('mapping')!, folder);
      if (!mapping.ok) return mapping;
      const opened = await openDraft(data, path, shop.value);
      if (!opened.ok) return err(`${basename(path)} was not read: ${opened.error}.`);
      const draft = opened.value;
      try {
        const meant = meantColumns(draft.columns, mapping.value);
        if (!meant.ok) return meant;
        const said = await data.ask('bulk.draftImport', { draft: draft.id, choice: choice.data, columns: meant.value }, bulkChannels['bulk.draftImport'].output);
        if (!said.ok) return err(`${basename(path)} was not read: ${said.error}.`);
        const begun = await data.ask('bulk.import', { draft: draft.id }, bulkChannels['bulk.import'].output);
        if (!begun.ok) return err(`${basename(path)} was not read: ${begun.error}.`);
        const plan = begun.value.id;
        const ready = await settledPlan(data, plan, quiet ? null : terminal);
        if (!ready.ok) return err(`The preview was not finished: ${ready.error}.`);
        const report = await reportOf(data, plan);
        if (!report.ok) return err(`The preview could not be read: ${report.error}.`);
        const applied = flags['apply'] === true && report.value.created + report.value.updated + report.value.deleted > 0 ? await data.ask('bulk.apply', { plan }, bulkChannels['bulk.apply'].output) : null;
        if (applied !== null && !applied.ok) return err(`Nothing was changed: ${applied.error}.`);
        const noted = notes === null ? null : await data.ask('bulk.notesFile', { plan, place: data.place(notes) }, exportChannels['bulk.notesFile'].output);
        const job = applied?.value.result?.groups.at(-1) ?? null;
        if (quiet) {
          const { rows, created, updated, deleted, unchanged, skipped, failed, problems } = report.value;
          // Whoever reads this adds up the five that there have always been: a product that goes is a change of one that was there.
          terminal.say(JSON.stringify({ rows, created, updated: updated + deleted, unchanged, skipped, failed, deleted, problems, ...(noted === null ? {} : { notes: noted.ok ? noted.value.rows : 0 }), ...(flags['apply'] === true ? { job } : {}) }));
        } else {
          say(terminal, report.value);
          if (noted !== null) terminal.say(noted.ok ? `${noted.value.file}: what ${noted.value.rows} rows say in columns without a meaning` : `No file of notes: ${noted.error}.`);
          terminal.say(flags['apply'] !== true ? 'Nothing was changed: add --apply to change it.' : job === null ? 'There was nothing to change.' : `Changed. Taken back by: npm run cli -- undo ${job}`);
        }
        return ok(report.value.failed > 0 ? SOME_FAILED : 0);
      } finally {
        // Its rows are in the job: nobody has to go on preparing the file.
        await data.ask('bulk.dropDraft', { draft: draft.id }, bulkChannels['bulk.dropDraft'].output);
      }
    });
  },
};
