import { join } from 'node:path';
import { homedir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { readArguments, serverAddress } from '#electron/start/arguments.ts';

const read = (line: string, env: NodeJS.ProcessEnv = {}) => readArguments(line === '' ? [] : line.split(' '), env, '/work');

test('nothing typed: a demo marketplace in the home folder, the shell that fits, the browser opened', () => {
  expect(read('')).toEqual({ ok: true, value: { shell: 'auto', serverUrl: null, dataDir: join(homedir(), '.comptoir'), port: null, open: true, olistDir: null, help: false } });
});

test.each([
  { name: 'a shell', line: '--shell desktop', gives: { shell: 'desktop' } },
  { name: 'a server, in one spelling', line: '--server https://Market.example/', gives: { serverUrl: 'https://market.example' } },
  { name: 'a server below a path', line: '--server https://market.example/sync/', gives: { serverUrl: 'https://market.example/sync' } },
  { name: 'plain http on this machine', line: '--server http://127.0.0.1:4781', gives: { serverUrl: 'http://127.0.0.1:4781' } },
  { name: 'a port', line: '--port 8080', gives: { port: 8080 } },
  { name: 'any free port', line: '--port 0', gives: { port: 0 } },
  { name: 'a relative folder', line: '--data here', gives: { dataDir: '/work/here' } },
  { name: 'the Olist files', line: '--olist /data/olist --no-open', gives: { olistDir: '/data/olist', open: false } },
  { name: 'help', line: '-h', gives: { help: true } },
])('understood: $name', ({ line, gives }) => expect(read(line)).toMatchObject({ ok: true, value: gives }));

test('npm runs scripts in the project’s folder: relative folders are meant from where it was typed', () => {
  expect(read('--data mine', { INIT_CWD: '/home/salma' })).toMatchObject({ value: { dataDir: '/home/salma/mine' } });
  expect(read('', { COMPTOIR_DATA_DIR: '/srv/comptoir' })).toMatchObject({ value: { dataDir: '/srv/comptoir' } });
  expect(read('--data /a', { COMPTOIR_DATA_DIR: '/srv/comptoir' })).toMatchObject({ value: { dataDir: '/a' } });
});

test.each([
  { name: 'an unknown flag', line: '--nope', says: "Unknown option '--nope'" },
  { name: 'a stray word', line: 'desktop', says: "Unexpected argument 'desktop'" },
  { name: 'a flag without its value', line: '--port', says: "'--port <value>' argument missing" },
  { name: 'a shell that does not exist', line: '--shell phone', says: 'There is no shell "phone"' },
  { name: 'a port that is no number', line: '--port http', says: '"http" is not a port' },
  { name: 'a port out of range', line: '--port 70000', says: '"70000" is not a port' },
  { name: 'half a port', line: '--port 80.5', says: '"80.5" is not a port' },
  { name: 'an empty port', line: '--port=', says: '"" is not a port' },
  { name: 'an address that is none', line: '--server market', says: '"market" is not the address of a server' },
  { name: 'another protocol', line: '--server ftp://market.example', says: 'is not the address of a server' },
  { name: 'http to another machine', line: '--server http://market.example', says: 'unencrypted' },
  { name: 'a look-alike of this machine', line: '--server http://127.0.0.1.evil.example', says: 'unencrypted' },
  { name: 'a password in the address', line: '--server https://a:b@market.example', says: 'no name, password' },
  { name: 'a demo from files and a server elsewhere', line: '--olist /x --server https://market.example', says: 'give one of the two' },
  { name: 'an empty folder', line: '--data=', says: 'each take a folder' },
])('refused in one line: $name', ({ line, says }) => {
  const refused = read(line);
  expect(refused).toEqual({ ok: false, error: expect.stringContaining(says) as string });
  expect(refused.ok ? '' : refused.error).not.toContain('\n');
});

describe('serverAddress', () => {
  test('IPv6 and localhost are this machine too', () => {
    expect(serverAddress('http://[::1]:80/').ok).toBe(true);
    expect(serverAddress('http://localhost:9').ok).toBe(true);
  });
});
