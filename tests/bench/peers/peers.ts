import type { AreaReport } from '../report.ts';
import type { BenchOptions } from '../run.ts';
export const benchPeers = async (report: AreaReport, _options: BenchOptions): Promise<AreaReport> => report;
