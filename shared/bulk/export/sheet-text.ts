import { columnLetters } from '../reading/detect-header.ts';
import type { ExportTable } from './context.ts';
import { cellText } from './xml-text.ts';

/** As many rows as a sheet has, the header among them. */
export const SHEET_ROWS = 1_048_576;
/** Styles of `workbookParts`: a code stays text when somebody edits it; the header is bold. */
const [CODE, HEADER] = [1, 2];
/** Beyond 15 digits a spreadsheet rounds. */
const isExact = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text) && text.replace(/\D/g, '').replace(/^0+/, '').length <= 15;

/** A table as the XML of a sheet, row by row: figures as numbers, everything else as texts within their cells. */
export function sheetText({ headers, figures, codes }: Pick<ExportTable, 'headers' | 'figures' | 'codes'>): { readonly head: string; readonly row: (cells: readonly string[]) => string; readonly tail: string } {
  const letters = headers.map((_, at) => columnLetters(at));
  let line = 0;
  const textCell = (at: number, text: string, style: number): string => `<c r="${letters[at]}${line}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t${/^\s|\s$|\n|\t/.test(text) ? ' xml:space="preserve"' : ''}>${cellText(text)}</t></is></c>`;
  const cell = (text: string, at: number): string => {
    if (text === '') return '';
    return figures.has(at) && isExact(text) ? `<c r="${letters[at]}${line}"><v>${text}</v></c>` : textCell(at, text, codes.has(at) ? CODE : 0);
  };
  const row = (inside: () => string): string => {
    line++;
    return `<row r="${line}">${inside()}</row>`;
  };
  const columns = headers.map((_, at) => `<col min="${at + 1}" max="${at + 1}" width="${codes.has(at) ? 18 : figures.has(at) ? 11 : 24}"${codes.has(at) ? ` style="${CODE}"` : ''} customWidth="1"/>`).join('');
  return {
    head: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns}</cols><sheetData>${row(() => headers.map((text, at) => textCell(at, text, HEADER)).join(''))}`,
    row: (cells) => row(() => cells.map(cell).join('')),
    tail: '</sheetData></worksheet>',
  };
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const SHEET_PART = 'xl/worksheets/sheet1.xml';

/** The parts of a workbook around its one sheet, by path. Source: ECMA-376 part 1, 12.3. */
export const workbookParts: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/${SHEET_PART}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Comptoir" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  // 49 is the built-in format for text.
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`,
};
