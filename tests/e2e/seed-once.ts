import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenStale } from '#electron/start/window-build.ts';
import { places, root, windowSources } from '#electron/start/places.ts';
import { startServerProcess } from './server-process.ts';

/**
 * Builds the window when it is stale, and makes the demo marketplace once for all stories; each story works on its own copy.
 * COMPTOIR_E2E_DEMO may name a server data folder that is there already.
 */
export default async function seedOnce(): Promise<() => void> {
  const built = await buildWhenStale({ root, name: 'renderer', sources: windowSources, entry: places.windowBuilder });
  if (!built.ok) throw new Error(`the window could not be built: ${built.error}`);
  if (process.env['COMPTOIR_E2E_DEMO']) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-e2e-demo-'));
  const server = await startServerProcess({ dataDir: folder, demo: 'generate' });
  await server.stop();
  process.env['COMPTOIR_E2E_DEMO'] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
