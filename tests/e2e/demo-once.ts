import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startServerProcess } from './server-process.ts';

/** As many products as the demo vendor has on a first start. */
export const WHOLE = 50_000;

/** A server data folder with the demo marketplace, the vendor owning this many products: made once for a whole run. Stories work on copies. */
export async function demoOnce(vendorProducts: number): Promise<string> {
  const given = process.env['COMPTOIR_E2E_DEMO'];
  if (given && vendorProducts === WHOLE) return given;
  const made = join(process.env['COMPTOIR_E2E_DEMOS']!, String(vendorProducts));
  if (existsSync(made)) return made;
  // Under another name until it is whole: a story that times out here leaves nothing half-made to the next.
  const making = `${made}-${process.pid}`;
  mkdirSync(making, { recursive: true });
  const server = await startServerProcess({ dataDir: making, demo: `generate:${vendorProducts}` });
  await server.stop();
  try {
    renameSync(making, made);
  } catch (error) {
    // Another worker was quicker with the same one.
    if (!existsSync(made)) throw error;
    rmSync(making, { recursive: true, force: true });
  }
  return made;
}
