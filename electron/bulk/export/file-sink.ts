import { createWriteStream } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { SHEET_PART, workbookParts } from '#shared/bulk/export/sheet-text.ts';

/** Takes the text of a file piece by piece. `whole` resolves once everything is on disk; `drop` leaves no file behind. */
export type FileSink = { write(text: string): Promise<void> | undefined; whole(): Promise<void>; drop(): Promise<void> };

/** So much is gathered before the disk is troubled, in characters. */
const GATHERED = 262_144;
/** Packing harder takes twice the time for a tenth of the size. */
const COMPRESSION = 3;

/** A file of text, written as it comes. @param path must not be there yet */
export async function textSink(path: string): Promise<FileSink> {
  const file: FileHandle = await open(path, 'wx');
  let pieces: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    const text = pieces.join('');
    [pieces, length] = [[], 0];
    await file.writeFile(text);
  };
  return {
    write: (text) => {
      pieces.push(text);
      length += text.length;
      return length < GATHERED ? undefined : flush();
    },
    whole: async () => {
      await flush();
      await file.datasync();
      await file.close();
    },
    drop: async () => {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

/** A workbook with one sheet, whose XML is packed as it comes. @param path must not be there yet */
export function workbookSink(path: string): FileSink {
  const zip = new ZipFile();
  const sheet = new PassThrough({ highWaterMark: GATHERED });
  for (const [part, text] of Object.entries(workbookParts)) zip.addBuffer(Buffer.from(text), part, { compressionLevel: COMPRESSION });
  zip.addReadStream(sheet, SHEET_PART, { compressionLevel: COMPRESSION });
  zip.end();
  const written = pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx', flush: true }));
  // Whoever writes next, or waits for the end, hears of it.
  written.catch(() => undefined);
  let pieces: string[] = [];
  let length = 0;
  const flush = (): Promise<void> | undefined => {
    const goesOn = sheet.write(pieces.join(''));
    [pieces, length] = [[], 0];
    // With a full disk nothing drains any more.
    return goesOn ? undefined : Promise.race([once(sheet, 'drain'), written]).then(() => undefined);
  };
  return {
    write: (text) => {
      pieces.push(text);
      length += text.length;
      return length < GATHERED / 4 ? undefined : flush();
    },
    whole: async () => {
      sheet.end(pieces.join(''));
      await written;
    },
    drop: async () => {
      sheet.destroy();
      (zip.outputStream as PassThrough).destroy();
      await written.catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}
