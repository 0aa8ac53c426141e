import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine can make certificates; where it cannot, tests that need them are skipped by name. */
export const opensslInstalled = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

export type TestChain = { readonly root: string; readonly chain: string; readonly key: string };

/** A root of one's own, an authority below it, and a certificate made out to `name`; PEM, good for two days. */
export function aChain(name: string): TestChain {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-test-certs-'));
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  try {
    writeFileSync(join(folder, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
    writeFileSync(join(folder, 'end.ext'), 'basicConstraints=critical,CA:FALSE\n');
    run('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '2', '-subj', '/CN=Root of a test');
    for (const [who, subject, by, extensions] of [['mid', '/CN=Authority of a test', 'root', 'ca.ext'], ['end', `/O=Test/CN=${name}`, 'mid', 'end.ext']] as const) {
      run('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${who}.key`, '-out', `${who}.csr`, '-subj', subject);
      run('x509', '-req', '-in', `${who}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', '-out', `${who}.pem`, '-days', '2', '-extfile', extensions);
    }
    const read = (file: string) => readFileSync(join(folder, file), 'utf8');
    return { root: read('root.pem'), chain: read('end.pem') + read('mid.pem'), key: read('end.key') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
