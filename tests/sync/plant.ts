import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { assert } from '#shared/kernel/assert.ts';
import type { Bug } from './bug.ts';
import type * as Play from './play.ts';

const root = new URL('../../', import.meta.url).href;
const markOf = (bug: Bug): string => `?bug=${bug.name}`;

/** How often a text stands in another. */
const timesIn = (text: string, wanted: string): number => text.split(wanted).length - 1;

/** The text of a module with a bug in it. @throws when the place is not there, or there more than once: a bug that was not planted proves nothing. */
export function withBug(source: string, file: string, bug: Bug): string {
  return bug.patches.filter((patch) => patch.file === file).reduce((text, { find, replace }) => {
    const times = timesIn(text, find);
    if (times !== 1) throw new Error(`bug ${bug.name} cannot be planted: its text stands ${times} times in ${file}\n${find}`);
    return text.replace(find, () => replace);
  }, source);
}

/** Checks without running anything that a bug still finds its place. */
export function checkPlace(bug: Bug): void {
  for (const file of new Set(bug.patches.map((patch) => patch.file))) withBug(readFileSync(fileURLToPath(new URL(file, root)), 'utf8'), file, bug);
}

/** Which of our modules each of them is imported by; noted while the simulator is loaded without a bug. */
const importers = new Map<string, Set<string>>();
/** The modules to load anew for a bug, by the mark their addresses carry. */
const planted = new Map<string, { readonly bug: Bug; readonly modules: ReadonlySet<string> }>();

/** Modules without their types: most are the same for every bug, and taking types away costs more than anything else about loading them. */
const plain = new Map<string, string>();
function plainWithBug(source: string, file: string, bug: Bug): string {
  if (bug.patches.some((patch) => patch.file === file)) return stripTypeScriptTypes(withBug(source, file, bug));
  const known = plain.get(file) ?? stripTypeScriptTypes(source);
  plain.set(file, known);
  return known;
}

const isOurs = (url: string): boolean => url.startsWith(root) && !url.includes('/node_modules/') && !url.endsWith('.json');

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    if (context.parentURL === undefined || !isOurs(resolved.url)) return resolved;
    const mark = new URL(context.parentURL).search;
    if (mark !== '') return planted.get(mark)?.modules.has(resolved.url) ? { ...resolved, url: `${resolved.url}${mark}` } : resolved;
    importers.set(resolved.url, (importers.get(resolved.url) ?? new Set()).add(context.parentURL));
    return resolved;
  },
  load: (url, context, next) => {
    const loaded = next(url, context);
    const bug = url.startsWith(root) ? planted.get(new URL(url).search)?.bug : undefined;
    if (bug === undefined || loaded.source === undefined || loaded.source === null) return loaded;
    const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, format: 'module', source: plainWithBug(source, url.slice(root.length).split('?')[0]!, bug) };
  },
});

/** These modules, and all that import them, at however many removes. */
function withImporters(modules: Iterable<string>): ReadonlySet<string> {
  const all = new Set(modules);
  for (const one of all) for (const importer of importers.get(one) ?? []) all.add(importer);
  return all;
}

/**
 * The simulator with a bug in the product under it. The modules it sits in are loaded anew with their text changed on the way, and so is every
 * module that leads to them, each under an address that carries the bug's name; what knows nothing of them is shared and stays warm. Nothing of it
 * is in the product, and several bugs live side by side in one process.
 */
export async function playWith(bug: Bug | null): Promise<typeof Play> {
  const clean = await import('./play.ts');
  if (bug === null) return clean;
  checkPlace(bug);
  const places = bug.patches.map(({ file }) => `${root}${file}`);
  const modules = withImporters(places);
  const start = new URL('./play.ts', import.meta.url).href;
  assert(places.every((place) => importers.has(place)) && modules.has(start), () => `bug ${bug.name} sits in a module the simulator does not use`);
  planted.set(markOf(bug), { bug, modules });
  return (await import(`${start}${markOf(bug)}`)) as typeof Play;
}
