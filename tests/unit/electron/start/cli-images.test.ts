import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '#electron/cli/run-cli.ts';
import { aPicture } from '#tests/builders/pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...argv: string[]): Promise<{ code: number; said: string; warned: string }> {
  let [said, warned] = ['', ''];
  const code = await runCli(argv, { say: (line) => void (said += line), warn: (line) => void (warned += line), progress: () => undefined }, {});
  return { code, said, warned };
}

test('images: every file of a folder is made or refused with its rule, in one JSON object', async () => {
  const [from, out] = [join(folder, 'in'), join(folder, 'out')];
  mkdirSync(join(from, 'more'), { recursive: true });
  const picture = await aPicture(60, 40).png().toBuffer();
  writeFileSync(join(from, 'B.png'), picture);
  writeFileSync(join(from, 'a page.jpg'), '<html></html>');
  writeFileSync(join(from, 'more', 'again.png'), picture);
  const { code, said } = await run('images', from, '--out', out, '--json');
  const report = JSON.parse(said) as { files: { file: string; accepted: boolean; rule?: string; bytesBefore: number; derivatives: { path: string; similarity: number }[] }[]; accepted: number; refused: number; duplicates: unknown };
  expect(code).toBe(2);
  expect(report).toMatchObject({ accepted: 2, refused: 1, duplicates: [{ file: 'more/again.png', of: 'B.png' }] });
  expect(report.files.map(({ file, accepted, rule }) => [file, accepted, rule])).toEqual([['B.png', true, undefined], ['a page.jpg', false, 'picture-type'], ['more/again.png', true, undefined]]);
  const [first, , second] = report.files;
  expect(first!.bytesBefore).toBe(picture.length);
  expect(second!.derivatives).toEqual(first!.derivatives);
  for (const { path } of first!.derivatives) expect(existsSync(join(out, path))).toBe(true);
});

test('images: says in one line what is missing', async () => {
  expect(await run('images')).toEqual({ code: 1, said: '', warned: 'Which folder? "images DIR --out DIR".' });
  expect(await run('images', folder)).toMatchObject({ code: 1, warned: 'Where to? "images DIR --out DIR".' });
  expect((await run('images', join(folder, 'none'), '--out', folder)).code).toBe(1);
});
