import { CsvScanner, type CsvStep } from '#shared/bulk/csv/scanner.ts';
import type { CsvLimits, Delimiter } from '#shared/bulk/csv/model.ts';
import { utf8Text } from '#electron/bulk/text-of.ts';

/** A whole file through the scanner, in pieces of `size` bytes. */
export function readCsv(file: string | Uint8Array, { delimiter = ',', size = Number.POSITIVE_INFINITY, limits }: { delimiter?: Delimiter; size?: number; limits?: CsvLimits } = {}) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const scanner = new CsvScanner({ delimiter, textOf: utf8Text(), ...(limits ? { limits } : {}) });
  const steps: CsvStep[] = [];
  for (let at = 0; at < bytes.length && !(steps.at(-1)?.stopped ?? false); at += size) steps.push(scanner.push(bytes.subarray(at, at + size)));
  steps.push(scanner.end());
  return { rows: steps.flatMap(({ rows }) => rows), faults: steps.flatMap(({ faults }) => faults), stopped: steps.at(-1)!.stopped };
}
export const cellsOf = (file: string | Uint8Array, options?: Parameters<typeof readCsv>[1]) => readCsv(file, options).rows.map(({ cells }) => cells);
