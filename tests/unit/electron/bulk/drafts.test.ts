import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCache } from '#tests/builders/cache.ts';
import { errorOf, valueOf } from '#tests/builders/catalog-desk.ts';
import { aProduct, id, shopIdOf } from '#tests/builders/catalog.ts';
import { anImportDesk } from '#tests/builders/import-desk.ts';

const products = Array.from({ length: 4 }, (_, n) => aProduct({ n: n + 1, variant: { price: (n + 1) * 100 } }));
const list = 'SKU;Titre;Prix;Mon bac\nSKU-1;Article 1;1,50;A\nSKU-2;Article 2;2;B\n';

describe('BLK-08 BLK-13 a file is a draft before it is imported', () => {
  test('it says how it is read, why, what its columns mean, and shows its first rows', async () => {
    const desk = anImportDesk(aCache({ products }));
    const draft = await desk.open(list, 'prix.csv');
    expect(draft).toMatchObject({
      name: 'prix.csv', bytes: list.length, whole: true, problem: null, plan: null, chosen: {},
      reading: { kind: 'text', encoding: { encoding: 'utf-8', evidence: 'valid' }, delimiter: { delimiter: ';', how: 'counted' }, sheets: null, header: { at: 0, chosen: false } },
      choice: { command: 'MERGE', blank: 'keep', locale: 'fr', decimal: null },
    });
    expect(draft.columns.map(({ at, header, target: { field }, how, samples }) => [at, header, field, how, samples[0]])).toEqual([[0, 'SKU', 'sku', 'name', 'SKU-1'], [1, 'Titre', 'title', 'name', 'Article 1'], [2, 'Prix', 'price', 'name', '1,50'], [3, 'Mon bac', 'note', 'unknown', 'A']]);
    expect(draft.columns[2]!.numbers).toEqual({ how: 'decided', decimal: ',' });
    expect(draft.rows).toEqual([{ line: 1, cells: ['SKU', 'Titre', 'Prix', 'Mon bac'] }, { line: 2, cells: ['SKU-1', 'Article 1', '1,50', 'A'] }, { line: 3, cells: ['SKU-2', 'Article 2', '2', 'B'] }]);
  });

  test('its first rows are there while the rest still comes in; once it is whole the whole is known', async () => {
    const desk = anImportDesk(aCache({ products }));
    const content = Buffer.concat([Buffer.from(`sku,title,price\n${Array.from({ length: 15_000 }, (_, n) => `S-${n},Article ${n},1.50\n`).join('')}`), Buffer.from('S-LAST,Caf\xe9,2\n', 'latin1')]);
    const intake = await desk.begin(content);
    const asked = desk.ask('bulk.openFile', { intake, shopId: shopIdOf(1) });
    await desk.send(intake, content, 0, 300_000);
    const first = valueOf(await asked);
    expect(first).toMatchObject({ whole: false, held: 300_000, bytes: content.length, reading: { encoding: { encoding: 'utf-8' } } });
    expect(first.rows).toHaveLength(200);
    await desk.send(intake, content, 300_000);
    const computing = desk.ask('bulk.import', { draft: intake });
    valueOf(await desk.keeper.finish(intake));
    // Its last line is what says that it is not UTF-8.
    expect(valueOf(await desk.ask('bulk.draftImport', { draft: intake }))).toMatchObject({ whole: true, held: content.length, reading: { encoding: { encoding: 'windows-1252' } } });
    expect(valueOf(await computing)).toMatchObject({ total: 15_001 });
  });

  test('what a person decides takes the place of the guess, can be taken back, and outlives a restart', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const { id: draft } = await desk.open(list);
    const changed = valueOf(await desk.ask('bulk.draftImport', { draft, columns: [{ at: 3, target: { field: 'brand' } }], choice: { blank: 'clear' } }));
    expect(changed.columns[3]).toMatchObject({ target: { field: 'brand' }, how: 'chosen' });
    expect(changed.choice).toMatchObject({ blank: 'clear', command: 'MERGE' });
    const again = desk.again();
    expect(valueOf(await again.ask('bulk.drafts', {})).drafts).toMatchObject([{ id: draft, name: 'list.csv', plan: null }]);
    expect(valueOf(await again.ask('bulk.draftImport', { draft })).columns[3]).toMatchObject({ target: { field: 'brand' }, how: 'chosen' });
    expect(valueOf(await again.ask('bulk.draftImport', { draft, columns: [{ at: 3, target: null }] })).columns[3]).toMatchObject({ how: 'unknown' });
    const commas = valueOf(await again.ask('bulk.draftImport', { draft, reading: { delimiter: ',', header: null } }));
    expect(commas).toMatchObject({ reading: { delimiter: { delimiter: ',', how: 'chosen' }, header: { at: null, chosen: true } }, problem: { rule: 'import-no-key' } });
    expect(commas.columns.map(({ header }) => header)).toEqual(['A', 'B']);
    expect(errorOf(await again.ask('bulk.import', { draft }))).toMatchObject({ rule: 'import-no-key' });
    expect(errorOf(await again.ask('bulk.draftImport', { draft, reading: { encoding: 'klingon' } }))).toMatchObject({ rule: 'encoding-unknown' });
    expect(valueOf(await again.ask('bulk.draftImport', { draft, reading: {} })).columns).toHaveLength(4);
  });

  test('what was decided is known again for the next file with the same headers, listed, and can be forgotten', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const { id: draft } = await desk.open(list, 'mars.csv');
    valueOf(await desk.ask('bulk.draftImport', { draft, columns: [{ at: 3, target: { field: 'brand' } }] }));
    const { plan } = await desk.computed(draft);
    expect(valueOf(await desk.ask('bulk.draftImport', { draft })).plan).toBe(plan);
    const next = await desk.open(list.replaceAll('SKU-', 'X-'), 'avril.csv');
    expect(next.columns.map(({ how }) => how)).toEqual(['name', 'name', 'name', 'saved']);
    const { mappings } = valueOf(await desk.again().ask('bulk.mappings', {}));
    expect(mappings).toMatchObject([{ name: 'mars.csv', columns: [{ header: 'Mon bac', target: { field: 'brand' } }] }]);
    const later = anImportDesk(cache);
    expect(valueOf(await later.ask('bulk.removeMapping', { id: mappings[0]!.id })).mappings).toEqual([]);
    expect((await later.open(list)).columns[3]).toMatchObject({ how: 'unknown' });
  });

  test('a draft is dropped with its file; a shop that is not this person’s takes none', async () => {
    const desk = anImportDesk(aCache({ products }));
    const { id: draft } = await desk.open(list);
    const kept = (): string[] => readdirSync(join(desk.folder, 'drafts'));
    expect(kept()).toEqual([draft]);
    valueOf(await desk.ask('bulk.dropDraft', { draft }));
    expect(kept()).toEqual([]);
    expect(errorOf(await desk.ask('bulk.draftImport', { draft }))).toMatchObject({ code: 'not-found', rule: 'draft-gone' });
    expect(errorOf(await desk.ask('bulk.openFile', { intake: await desk.put(list), shopId: shopIdOf(9) }))).toMatchObject({ code: 'not-found', field: 'shopId' });
  });

  test('BLK-12 the reading of a file is stopped by its draft, others are answered meanwhile, and nothing of it stays', async () => {
    const cache = aCache({ products });
    const desk = anImportDesk(cache);
    const { id: draft } = await desk.open(`SKU;Prix\n${Array.from({ length: 4_000 }, (_, n) => `S-${n};${n},50`).join('\n')}\n`);
    let over = false;
    const reading = desk.ask('bulk.import', { draft }).finally(() => (over = true));
    let answered = 0;
    for (let stopped = false; !stopped; ) {
      expect(over).toBe(false);
      valueOf(await desk.ask('bulk.drafts', {}));
      answered++;
      const told = await desk.ask('bulk.stop', { plan: draft });
      stopped = told.ok;
      if (told.ok) expect(told.value).toMatchObject({ state: 'computing', selection: { how: 'file' } });
      await new Promise((resolve) => void setImmediate(resolve));
    }
    expect(errorOf(await reading)).toMatchObject({ code: 'not-ready', rule: 'cancelled' });
    expect(answered).toBeGreaterThan(0);
    expect(errorOf(await desk.ask('bulk.stop', { plan: draft }))).toMatchObject({ rule: 'plan-gone' });
    // It can be read again, whole.
    expect(valueOf(await desk.ask('bulk.drafts', {})).drafts).toMatchObject([{ id: draft, plan: null }]);
    expect((await desk.computed(draft)).report).toMatchObject({ rows: 4_000 });
  });

  test('a file whose console died while it came in is gone, its draft with it', async () => {
    const desk = anImportDesk(aCache({ products }));
    const content = Buffer.from(`${list}${'x'.repeat(300_000)}`);
    const intake = await desk.begin(content);
    await desk.send(intake, content, 0, 290_000);
    valueOf(await desk.ask('bulk.openFile', { intake, shopId: shopIdOf(1) }));
    const again = desk.again();
    expect(errorOf(await again.ask('bulk.draftImport', { draft: intake }))).toMatchObject({ rule: 'draft-gone' });
    expect(valueOf(await again.ask('bulk.drafts', {})).drafts).toEqual([]);
    expect(existsSync(join(desk.folder, 'intake', intake))).toBe(false);
  });
});

describe('BLK-11 what is no list of products is refused in one sentence, and nothing of it stays', () => {
  const bomb = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(400_000)]);
  test.each([
    { name: 'a PDF', content: '%PDF-1.7\n…', refusal: { rule: 'not-a-table', details: { kind: 'pdf' } } },
    { name: 'a page', content: '<!doctype html><table><tr><td>sku', refusal: { rule: 'not-a-table', details: { kind: 'html' } } },
    { name: 'a packed file that is no workbook', content: bomb, refusal: { code: 'invalid-input', rule: expect.any(String) } },
  ])('$name', async ({ content, refusal }) => {
    const desk = anImportDesk(aCache({ products }));
    expect(await desk.refused(content)).toMatchObject(refusal);
    expect(valueOf(await desk.ask('bulk.drafts', {})).drafts).toEqual([]);
    expect(readdirSync(desk.folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toEqual([]);
  });

  test('an intake that is none, or of somebody else, opens nothing', async () => {
    const desk = anImportDesk(aCache({ products }));
    expect(errorOf(await desk.ask('bulk.openFile', { intake: id(1), shopId: shopIdOf(1) }))).toMatchObject({ rule: 'intake-gone' });
    for (const draft of [id(1), '../../x']) expect(errorOf(await desk.ask('bulk.import', { draft })).code).toMatch(/not-found|invalid-input/);
  });
});
