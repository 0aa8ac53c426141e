import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Bug } from './bugs.ts';
import type * as Play from './play.ts';

const root = new URL('../../', import.meta.url).href;
const mark = (bug: Bug): string => `?bug=${bug.name}`;

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

let hooked = false;
const known = new Map<string, Bug>();

/**
 * The simulator with a bug in the product under it. The product's modules are loaded anew, each under an address that carries the bug's name, and the
 * text of those it sits in is changed on the way: nothing of it is in the product, and several bugs live side by side in one process.
 */
export async function playWith(bug: Bug | null): Promise<typeof Play> {
  if (bug === null) return import('./play.ts');
  checkPlace(bug);
  known.set(mark(bug), bug);
  if (!hooked) hook();
  return (await import(new URL(`./play.ts${mark(bug)}`, import.meta.url).href)) as typeof Play;
}

function hook(): void {
  hooked = true;
  registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const from = context.parentURL === undefined ? '' : new URL(context.parentURL).search;
      if (!known.has(from) || !resolved.url.startsWith(root) || resolved.url.includes('/node_modules/') || resolved.url.endsWith('.json')) return resolved;
      return { ...resolved, url: new URL(from, resolved.url).href };
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      const bug = url.startsWith('file:') ? known.get(new URL(url).search) : undefined;
      if (bug === undefined || loaded.source === undefined || loaded.source === null) return loaded;
      const source = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
      return { ...loaded, source: withBug(source, url.slice(root.length).split('?')[0]!, bug) };
    },
  });
}
