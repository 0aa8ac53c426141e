import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startServerProcess } from './server-process.ts';

/** As many products as the demo vendor has on a first start. */
export const WHOLE = 50_000;

/** A server data folder with the demo marketplace, the vendor owning this many products: made once for a whole run. Stories work on copies. */
export async function demoOnce(vendorProducts: number): Promise<string> {
  const given = process.env['COMPTOIR_E2E_DEMO'];
  if (given && vendorProducts === WHOLE) return given;
  const made = madeFor(vendorProducts);
  if (existsSync(made)) return made;
  // Under another name until it is whole: a story that times out here leaves nothing half-made to the next.
  const making = `${made}-${process.pid}`;
  mkdirSync(making, { recursive: true });
  const server = await startServerProcess({ dataDir: making, demo: `generate:${vendorProducts}` });
  await server.stop();
  keepDemo(making, vendorProducts);
  return made;
}

/** Hands in the data folder of a server that has ended, with nothing in it but its demo marketplace: other stories need not make that one again. */
export function keepDemo(folder: string, vendorProducts: number): void {
  const made = madeFor(vendorProducts);
  try {
    renameSync(folder, made);
  } catch (error) {
    // Another worker was quicker with the same one.
    if (!existsSync(made)) throw error;
    rmSync(folder, { recursive: true, force: true });
  }
}

const madeFor = (vendorProducts: number): string => join(process.env['COMPTOIR_E2E_DEMOS']!, String(vendorProducts));
