/** One figure of a report; `ratio` is `value / baseline` where there is something to compare with in the same run. */
export type BenchRow = { readonly name: string; readonly value: number; readonly unit: string; readonly baseline?: number; readonly ratio?: number };
/** What a figure has to reach: shown in the table, not part of the JSON. */
export type Bar = { readonly of: 'value' | 'ratio'; readonly most?: number; readonly least?: number };
export type Measured = BenchRow & { readonly bar?: Bar; readonly note?: string };
export type AreaReport = { readonly area: string; readonly rows: readonly Measured[]; /** What could not be measured here, and why. */ readonly missing: readonly { readonly name: string; readonly reason: string }[] };

export const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);
export const median = (values: readonly number[]): number => percentile(values, 50);

/** The value below which `percent` of the others lie. Source: nearest-rank method. */
export function percentile(values: readonly number[], percent: number): number {
  const inOrder = sorted(values);
  return inOrder[Math.min(inOrder.length - 1, Math.max(0, Math.ceil((percent / 100) * inOrder.length) - 1))] ?? Number.NaN;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** A row from the medians of interleaved rounds: ours against the baseline of the same run. */
export function against(name: string, unit: string, ours: readonly number[], baseline: readonly number[], bar?: Bar, note?: string): Measured {
  const [value, base] = [median(ours), median(baseline)];
  return { name, value: rounded(value), unit, baseline: rounded(base), ratio: rounded(value / base), ...(bar ? { bar } : {}), ...(note ? { note } : {}) };
}
export const plain = (name: string, value: number, unit: string, bar?: Bar, note?: string): Measured => ({ name, value: rounded(value), unit, ...(bar ? { bar } : {}), ...(note ? { note } : {}) });

/** Whether a row reaches its bar; null when it has none. */
export function reached({ value, ratio, bar }: Measured): boolean | null {
  if (bar === undefined) return null;
  const found = bar.of === 'value' ? value : ratio;
  return found !== undefined && (bar.most === undefined || found <= bar.most) && (bar.least === undefined || found >= bar.least);
}

const barText = ({ bar, unit }: Measured): string => (bar === undefined ? '' : `${bar.most === undefined ? '≥' : '≤'} ${bar.most ?? bar.least}${bar.of === 'ratio' ? ' ×' : ` ${unit}`}`);
const cells = (row: Measured): string[] => {
  const met = reached(row);
  return [row.name, `${row.value} ${row.unit}`, row.baseline === undefined ? '' : `${row.baseline} ${row.unit}`, row.ratio === undefined ? '' : `${row.ratio} ×`, barText(row), met === null ? '' : met ? 'yes' : 'NO'];
};
const heads = ['measure', 'value', 'raw SQLite or other baseline', 'ratio', 'bar', 'reached'];

/** The report as a table for a terminal. */
export function tableOf({ area, rows, missing }: AreaReport): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const text = lines.map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ').trimEnd());
  return [`── ${area} ${'─'.repeat(Math.max(0, 100 - area.length))}`, ...text, ...missing.map(({ name, reason }) => `not measured: ${name} (${reason})`)].join('\n');
}

/** The report as Markdown, with the notes that say how each figure was taken. */
export function markdownOf(reports: readonly AreaReport[], machine: string): string {
  const parts = reports.map(({ area, rows, missing }) => [
    `## ${area}`, '', `| ${heads.join(' | ')} |`, `|---${'|---:'.repeat(heads.length - 1)}|`, ...rows.map((row) => `| ${cells(row).join(' | ')} |`), '',
    ...rows.filter(({ note }) => note !== undefined).map(({ name, note }) => `- ${name}: ${note}`), ...missing.map(({ name, reason }) => `- not measured: ${name} (${reason})`), '',
  ].join('\n'));
  return `# Benchmarks\n\nWritten by \`npm run bench -- --report docs/benchmarks.md\`. Judge ratios, which come from one run, not milliseconds, which belong to one machine.\n\n${machine}\n\n${parts.join('\n')}`;
}

/** Exactly what `--json` prints for an area. */
export const jsonOf = ({ area, rows }: AreaReport): { area: string; rows: BenchRow[] } => ({
  area, rows: rows.map(({ name, value, unit, baseline, ratio }) => ({ name, value, unit, ...(baseline === undefined ? {} : { baseline }), ...(ratio === undefined ? {} : { ratio }) })),
});
