import { shapeOf, type NumberShape } from './cell-values.ts';
import { attributeOf, XmlScanner } from './xml-scanner.ts';

/** Goes through a small part that is there as a whole. */
function each(xml: string, open: (name: string, attributes: string, parents: readonly string[]) => void): void {
  const parents: string[] = [];
  const scanner = new XmlScanner({
    open: (name, attributes) => {
      open(name, attributes, parents);
      parents.push(name);
    },
    close: () => void parents.pop(),
    text: () => undefined,
  });
  scanner.push(xml);
  scanner.end();
}

/** Where a relation leads, by its id, and by the last word of its type (`officeDocument`, `sharedStrings`). */
export type Relations = { readonly byId: ReadonlyMap<string, string>; readonly byType: ReadonlyMap<string, string> };

/** @param folder of the part the relations belong to, without a slash at its end */
export function relationsOf(xml: string, folder: string): Relations {
  const byId = new Map<string, string>();
  const byType = new Map<string, string>();
  each(xml, (name, attributes) => {
    const target = attributeOf(attributes, 'Target');
    if (name !== 'Relationship' || target === null || attributeOf(attributes, 'TargetMode') === 'External') return;
    const path = pathFrom(folder, target);
    byId.set(attributeOf(attributes, 'Id') ?? '', path);
    byType.set((attributeOf(attributes, 'Type') ?? '').split('/').at(-1)!, path);
  });
  return { byId, byType };
}

function pathFrom(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '');
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

export type SheetEntry = { readonly name: string; readonly relation: string; readonly hidden: boolean };

/** The sheets of a workbook in their order, and whether its days are counted from 1904 (old Macintosh files). */
export function workbookOf(xml: string): { readonly sheets: readonly SheetEntry[]; readonly from1904: boolean } {
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  each(xml, (name, attributes) => {
    if (name === 'workbookPr') from1904 = /^(1|true|on)$/.test(attributeOf(attributes, 'date1904') ?? '');
    if (name === 'sheet') sheets.push({ name: attributeOf(attributes, 'name') ?? '', relation: attributeOf(attributes, 'id') ?? '', hidden: (attributeOf(attributes, 'state') ?? 'visible') !== 'visible' });
  });
  return { sheets, from1904 };
}

/** What the number format of each cell style means, in the order cells count them. */
export function shapesOf(xml: string): readonly NumberShape[] {
  const codes = new Map<number, string>();
  const shapes: NumberShape[] = [];
  each(xml, (name, attributes, parents) => {
    if (name === 'numFmt') codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '');
    if (name !== 'xf' || parents.at(-1) !== 'cellXfs') return;
    const id = Number(attributeOf(attributes, 'numFmtId') ?? 0);
    shapes.push(shapeOf(id, codes.get(id) ?? null));
  });
  return shapes;
}
