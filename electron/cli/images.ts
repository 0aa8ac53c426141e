import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { prepareFolder } from '#electron/start/data-folder.ts';
import { contentPath } from '#electron/media/media-folder.ts';
import { PictureWorkers } from '#electron/media/picture-workers.ts';
import { nearDuplicates } from '#shared/media/alike.ts';
import { adviceOn } from '#shared/media/look.ts';
import type { MadePicture } from '#shared/media/made.ts';
import { endingOfFormat } from '#shared/media/model.ts';
import { plainRecipe } from '#shared/media/recipe.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import type { Command } from './command.ts';

type Refused = { readonly file: string; readonly accepted: false; readonly rule: string; readonly details: AppError['details'] };
type Accepted = ReturnType<typeof acceptedLine>;

/** All files of a folder and the folders in it, by name, in the same order everywhere; nothing of `without`, and nothing hidden. */
function filesIn(folder: string, without: string): string[] {
  const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1);
  return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.')).toSorted(byName).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (path === without) return [];
    return entry.isDirectory() ? filesIn(path, without) : entry.isFile() ? [path] : [];
  });
}

function acceptedLine(file: string, { facts, look, placeholder, copyright, digitalSourceType, notes, derivatives, tries }: MadePicture, out: string) {
  return {
    file, accepted: true as const, type: facts.mime, width: facts.width, height: facts.height, orientation: facts.orientation, frames: facts.frames, bytesBefore: facts.bytes,
    bytesAfter: derivatives.reduce((sum, { bytes }) => sum + bytes, 0), sha256: facts.sha256, pixelSha256: facts.pixelSha256, phash: facts.phash, placeholder, copyright, digitalSourceType, notes, advice: adviceOn(look), look, tries,
    derivatives: derivatives.map((one) => ({ ...one, path: relative(out, contentPath(out, one.sha256, endingOfFormat[one.format])).split(sep).join('/') })),
  };
}

const kb = (bytes: number): string => `${Math.ceil(bytes / 1000)} kB`;

function report(line: Accepted | Refused): string {
  if (!line.accepted) return `refused  ${line.file}: ${line.rule}${line.details ? ` ${JSON.stringify(line.details)}` : ''}`;
  const { file, type, width, height, bytesBefore, derivatives, notes, advice } = line;
  const sizes = derivatives.map(({ purpose, format, bytes, similarity }) => `${purpose} ${format} ${kb(bytes)} (${similarity})`).join(', ');
  return `accepted ${file}: ${type} ${width} × ${height}, ${kb(bytesBefore)} → ${sizes}${[...notes, ...advice].map((note) => `; ${note}`).join('')}`;
}

function folders(words: readonly string[], out: unknown, env: NodeJS.ProcessEnv): Result<{ from: string; out: string }, string> {
  const [typed, ...more] = words;
  if (typed === undefined || more.length > 0) return err('Which folder? "images DIR --out DIR".');
  if (typeof out !== 'string' || out === '') return err('Where to? "images DIR --out DIR".');
  const here = env['INIT_CWD'] ?? process.cwd();
  const [from, to] = [resolve(here, typed), resolve(here, out)];
  if (!statSync(from, { throwIfNoEntry: false })?.isDirectory()) return err(`There is no folder ${from}.`);
  if (from === to) return err('--out: another folder than the one with the pictures.');
  const made = prepareFolder(to);
  return made.ok ? ok({ from, out: to }) : err(made.error.replace('--data', '--out'));
}

export const images: Command = {
  name: 'images',
  summary: 'makes smaller, equally good pictures of all in a folder, without a window and without a network',
  takes: 'DIR  every file in it and in its folders; the files themselves are only read',
  flags: {
    out: { type: 'string', summary: 'folder for what is made: <aa>/<sha256>.<webp|avif|jpg>' },
    json: { type: 'boolean', summary: 'prints one JSON object: files, accepted, refused, bytesBefore, bytesAfter, duplicates, nearDuplicates' },
  },
  run: async ({ words, flags, terminal, env }) => {
    const places = folders(words, flags['out'], env);
    if (!places.ok) return places;
    const { from, out } = places.value;
    const quiet = flags['json'] === true;
    const paths = filesIn(from, out);
    const workers = new PictureWorkers();
    let done = 0;
    const lines = await Promise.all(paths.map(async (path): Promise<Accepted | Refused> => {
      const file = relative(from, path).split(sep).join('/');
      const made = await workers.make({ path, file, recipe: plainRecipe, folder: out });
      const line: Accepted | Refused = made.ok ? acceptedLine(file, made.value, out) : { file, accepted: false, rule: made.error.rule ?? made.error.code, details: made.error.details };
      if (!quiet) terminal.progress('Pictures', ++done, paths.length);
      return line;
    })).finally(() => workers.close());
    const accepted = lines.filter((line) => line.accepted);
    const first = new Map<string, string>();
    const duplicates = accepted.flatMap(({ file, pixelSha256 }) => {
      const of = first.get(pixelSha256);
      if (of === undefined) first.set(pixelSha256, file);
      return of === undefined ? [] : [{ file, of }];
    });
    const alike = nearDuplicates(accepted.filter(({ file }) => !duplicates.some((twice) => twice.file === file)).map(({ file, phash }) => ({ id: file, phash })));
    const sum = (of: 'bytesBefore' | 'bytesAfter'): number => accepted.reduce((all, line) => all + line[of], 0);
    if (quiet) terminal.say(JSON.stringify({ files: lines, accepted: accepted.length, refused: lines.length - accepted.length, bytesBefore: sum('bytesBefore'), bytesAfter: sum('bytesAfter'), duplicates, nearDuplicates: alike }));
    else {
      for (const line of lines) terminal.say(report(line));
      for (const { file, of } of duplicates) terminal.say(`the same ${file} shows what ${of} shows`);
      for (const { a, b } of alike) terminal.say(`alike    ${a} and ${b}`);
      terminal.say(`${accepted.length} accepted, ${lines.length - accepted.length} refused`);
    }
    return ok(accepted.length === lines.length ? 0 : 2);
  },
};
