import { AppFailure, type AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { diskRefusal } from '../../files/disk-refusal.ts';
import { plainName } from '../../files/plain-name.ts';
import { textSink, workbookSink, type FileSink } from './file-sink.ts';
import { fileBeside, putInPlace, type ExportTarget } from './target-file.ts';

/** What the system says of a place: a folder that went away was there when it was chosen. */
export const refusalOf = (cause: unknown): AppError | null => (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? { code: 'not-found', rule: 'export-place-gone' } : diskRefusal(cause));

export type OneFileDeps = {
  /** Where files go that nobody chose a place for. */
  readonly folder: () => string;
  /** The path a shell was given for a key by the person, once. */
  readonly place: (key: string) => string | null;
  readonly newId: () => string;
};

/**
 * Writes a small file, beside and renamed; or says why there is none.
 *
 * @param chosen the key of a place the person chose, null: the folder
 * @param name what it is called where nobody chose a place
 * @param write puts the contents into the sink, and answers how many rows they are
 */
export async function writeOneFile(deps: OneFileDeps, chosen: string | null, name: string, isSheet: boolean, write: (sink: FileSink) => Promise<number>): Promise<Result<{ file: string; rows: number }, AppError>> {
  const path = chosen === null ? null : deps.place(chosen);
  if (chosen !== null && path === null) return err({ code: 'not-found', rule: 'export-place-gone' });
  const target: ExportTarget = path === null ? { folder: deps.folder(), name: plainName(name) } : { path };
  let sink: FileSink | null = null;
  try {
    const beside = await fileBeside(target, deps.newId(), Date.now());
    sink = isSheet ? workbookSink(beside) : await textSink(beside);
    const rows = await write(sink);
    await sink.whole();
    return ok({ file: await putInPlace(beside, target), rows });
  } catch (cause) {
    await sink?.drop();
    const known = cause instanceof AppFailure ? cause.error : refusalOf(cause);
    if (known === null) throw cause;
    return err(known);
  }
}
