import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ClamdAddress } from '#server/media/scanner.ts';
import { aFolder } from '#tests/support/running-server.ts';
import { EICAR } from './fake-clamd.ts';

/** Where clamd stands on this machine; null where there is none. */
export const realClamd: string | null = ['/usr/sbin/clamd', '/usr/local/sbin/clamd', '/opt/homebrew/sbin/clamd'].find((path) => existsSync(path)) ?? null;

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => socket.write('zPING\0'));
    socket.on('data', (block) => {
      socket.destroy();
      resolve(block.toString().startsWith('PONG'));
    }).on('error', () => resolve(false)).on('close', () => resolve(false));
  });

/** The real clamd with one signature written here, that of EICAR anywhere in a file; it listens when this returns. */
export async function aRealClamd(program: string, { mostBytes = 12_000_000 } = {}): Promise<ClamdAddress> {
  const folder = aFolder();
  const socket = join(folder, 'clamd.sock');
  writeFileSync(join(folder, 'eicar.ndb'), `Comptoir.Test.EICAR:0:*:${Buffer.from(EICAR).toString('hex')}\n`);
  writeFileSync(join(folder, 'clamd.conf'), [`LocalSocket ${socket}`, `DatabaseDirectory ${folder}`, 'Foreground yes', `StreamMaxLength ${mostBytes}`, 'MaxThreads 2', ''].join('\n'));
  const child = spawn(program, ['--config-file', join(folder, 'clamd.conf')], { stdio: 'ignore' });
  const ended = new Promise<never>((_, fail) => child.once('error', fail).once('exit', (code) => fail(new Error(`clamd ended with ${code}`))));
  ended.catch(() => undefined);
  onTestFinished(() => void child.kill('SIGKILL'));
  const up = async () => {
    while (!(await answers(socket))) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  await Promise.race([up(), ended]);
  return { path: socket };
}
