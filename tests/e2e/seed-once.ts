import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from '#electron/start/window-build.ts';
import { places, root, windowSources } from '#electron/start/places.ts';

/**
 * Builds the window when it is stale, and names a folder for the demo marketplaces of this run (see `demo-once.ts`).
 * COMPTOIR_E2E_DEMO may name a server data folder with the whole demo marketplace that is there already.
 */
export default async function seedOnce(): Promise<() => void> {
  const built = await buildWhenStale({ root, name: 'renderer', sources: windowSources, entry: places.windowBuilder });
  if (!built.ok) throw new Error(`the window could not be built: ${built.error}`);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-e2e-demos-'));
  process.env['COMPTOIR_E2E_DEMOS'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
