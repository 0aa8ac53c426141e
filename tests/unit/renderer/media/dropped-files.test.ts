import { expect, test } from 'vitest';
import { filesIn, type Entry } from '#renderer/media/dropped-files.ts';

const aFile = (name: string): Entry => ({ isFile: true, isDirectory: false, name, file: (done) => done(new File(['x'], name)) });
/** A folder that gives its entries away two at a time, as browsers do a hundred. */
function aFolder(name: string, entries: readonly Entry[]): Entry {
  return {
    isFile: false, isDirectory: true, name,
    createReader: () => {
      let at = 0;
      return { readEntries: (done) => done(entries.slice(at, (at += 2))) };
    },
  };
}
async function allIn(entries: readonly (Entry | File)[]): Promise<File[]> {
  const files: File[] = [];
  for await (const file of filesIn(entries)) files.push(file);
  return files;
}
const namesOf = async (entries: readonly (Entry | File)[]): Promise<string[]> => (await allIn(entries)).map(({ name }) => name);

test('folders give all files in them and in folders below, in the order of their names', async () => {
  const folder = aFolder('photos', [aFile('b10.jpg'), aFile('b9.jpg'), aFolder('avant', [aFile('a.jpg')]), aFile('c.jpg'), aFile('d.jpg')]);
  expect(await namesOf([new File(['x'], 'seul.png'), folder])).toEqual(['seul.png', 'a.jpg', 'b9.jpg', 'b10.jpg', 'c.jpg', 'd.jpg']);
});

test('what a system leaves in folders is passed over, but not what somebody dropped by itself', async () => {
  expect(await namesOf([aFolder('photos', [aFile('.DS_Store'), aFile('Thumbs.db'), aFile('a.jpg')]), aFile('.caché.jpg')])).toEqual(['a.jpg', '.caché.jpg']);
});

test('a file that cannot be read any more still has a name to be refused by', async () => {
  const gone: Entry = { isFile: true, isDirectory: false, name: 'gone.jpg', file: (_, failed) => failed(new Error('gone')) };
  const [file] = await allIn([gone]);
  expect([file?.name, file?.size]).toEqual(['gone.jpg', 0]);
});
