import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '#shared/kernel/result.ts';

const FILE = 'server-secret';
const BYTES = 32;

/**
 * The secret from which the server's keys are drawn. There is no default: it comes from the environment, or lies in a file only the
 * server's user may read, made at random on the first run. In production nothing is made up: a new secret would sign everybody out
 * without a word, and a server on two machines would have two.
 *
 * @returns the secret, or one line saying what is missing
 */
export function loadSecret(options: { fromEnvironment: string | null; dataDir: string; production: boolean }): Result<Uint8Array, string> {
  if (options.fromEnvironment !== null) return ok(Buffer.from(options.fromEnvironment, 'utf8'));
  const file = join(options.dataDir, FILE);
  const kept = read(file);
  if (kept !== null) return kept;
  if (options.production) return err(`no secret: set COMPTOIR_SECRET (32 characters or more, made at random) or put one into ${file}`);
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  // Written whole beside, then linked into place: of two first starts at once one wins, and both read the same.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(BYTES).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  } finally {
    rmSync(draft);
  }
  return read(file) ?? err(`the secret in ${file} vanished while it was made`);
}

function read(file: string): Result<Uint8Array, string> | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length < BYTES) return err(`the secret in ${file} is too short (32 characters at least); remove the file to have a new one made, which signs everybody out`);
    // Somebody may have copied it in with wider rights.
    chmodSync(file, 0o600);
    return ok(Buffer.from(text, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
