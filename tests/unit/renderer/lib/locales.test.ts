import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { errorCodeNames } from '#shared/contract/error-codes.ts';
import { ipcChannels } from '#shared/contract/ipc.ts';
import { listingStatus } from '#shared/catalog/model.ts';
import { locales } from '#shared/auth/model.ts';
import { keyNames } from '#renderer/lib/keys.ts';
import ar from '#renderer/locales/ar/index.ts';
import en from '#renderer/locales/en/index.ts';
import fr from '#renderer/locales/fr/index.ts';

const words = { fr, en, ar };
type Tree = { readonly [key: string]: string | Tree };

/** Every text of a language by its full key, `sync.undo.done_one`. */
function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)])));
}
const texts = Object.fromEntries(locales.map((locale) => [locale, flat(words[locale])])) as Record<(typeof locales)[number], Map<string, string>>;

const pluralForm = /_(zero|one|two|few|many|other)$/;
/** Keys with their plural forms folded into one. */
const stems = (locale: (typeof locales)[number]) => [...new Set([...texts[locale].keys()].map((key) => key.replace(pluralForm, '#')))].sort();

describe('PLT-04 three complete languages', () => {
  test.each(['fr', 'ar'] as const)('%s has the keys of English, no more and no less', (locale) => expect(stems(locale)).toEqual(stems('en')));

  test.each(locales)('%s has every plural form it needs', (locale) => {
    const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    const missing = stems(locale).filter((stem) => stem.endsWith('#')).flatMap((stem) => needed.map((form) => stem.slice(0, -1) + `_${form}`)).filter((key) => !texts[locale].has(key));
    expect(missing).toEqual([]);
  });
  test('Arabic needs all six', () => expect(new Intl.PluralRules('ar').resolvedOptions().pluralCategories).toHaveLength(6));

  test.each(locales)('no text of %s is empty or left in another language', (locale) => {
    const latin = /[a-zàâçéèêëîïôûù]{4,}/;
    const isName = (key: string) => key === 'auth.brand' || key === 'common.app.name' || key.startsWith('common.key.');
    const wrong = [...texts[locale]].filter(
      // What is only said of some may have nothing to say of none.
      ([key, text]) => (text.trim() === '' && !key.endsWith('_zero')) || (locale === 'ar' && !isName(key) && latin.test(text.replace(/\$t\([^)]*\)|\{\{[^}]*\}\}|\S+@\S+|Shift|Ctrl|Enter/g, ''))),
    );
    expect(wrong).toEqual([]);
  });

  test.each(['fr', 'ar'] as const)('%s fills in the same values as English', (locale) => {
    const values = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name!).filter((name) => name !== 'count').sort().join(' ');
    const wrong = [...texts.en].filter(([key]) => !pluralForm.test(key)).filter(([key, text]) => values(text) !== values(texts[locale].get(key) ?? ''));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test('French sets its signs apart with unbreakable spaces', () => {
    const wrong = [...texts.fr].filter(([, text]) => / [;!?:»]|« |[^\s\d/]\b[!?;](?=\s|$)/u.test(text) && !/https?:/.test(text));
    expect(wrong.map(([key, text]) => `${key}: ${text}`).filter((line) => !line.startsWith('catalog.'))).toEqual([]);
  });
});

describe('every refusal has its words', () => {
  test.each(errorCodeNames)('%s says what happened and the way out', (code) => {
    for (const locale of locales) {
      expect(texts[locale].get(`errors.code.${code}.what`), locale).toBeTruthy();
      expect(texts[locale].get(`errors.code.${code}.wayOut`), locale).toBeTruthy();
    }
  });

  /** Between machines: a person sees the sentence of the code. */
  const machine = new Set([
    'unknown-channel', 'unknown-error', 'wrong-shape', 'not-json', 'not-sent', 'cancelled', 'json', 'encoding', 'incomplete', 'forbidden-key', 'content-type', 'unrecognized_keys',
    'method-not-allowed', 'unknown-address', 'unknown-event', 'malformed', 'expired', 'ended', 'unknown', 'other-user', 'number-used', 'record-id', 'operation-does-not-fit', 'wrong-operation',
    'no-outcome', 'row-count', 'http', 'marketplace-there', 'bucket-number', 'too-many-buckets', 'upload-offset', 'writers-at-work', 'webhook-signature', 'webhook-late', 'webhook-malformed', 'webhook-signature', 'webhook-late', 'webhook-malformed', 'console-not-told-all',
  ]);
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  const made = new Set(
    globSync(['shared/**/*.ts', 'server/**/*.ts', 'electron/**/*.ts'], { cwd: root }).flatMap((file) => {
      const code = readFileSync(root + file, 'utf8');
      return [...code.matchAll(/\brule: '([a-z_-]+)'/g), ...(file.startsWith('shared/catalog') ? code.matchAll(/\brefuse\('([a-z-]+)'/g) : [])].map(([, rule]) => rule!);
    }),
  );
  test('the search for rules finds them', () => expect([...made]).toEqual(expect.arrayContaining(['compare-at-above-price', 'gtin-check-digit', 'sku-unique-in-shop'])));
  test('each rule a person can break is explained', () => {
    expect([...made].filter((rule) => !machine.has(rule) && !texts.en.has(`errors.rule.${rule}.what`)).sort()).toEqual([]);
  });

  test('each question to the data process has a name for what was tried', () => {
    expect(Object.keys(ipcChannels).filter((channel) => !texts.en.has(`errors.attempted.${channel}`))).toEqual([]);
  });
  test('each state of a listing and each key has its word', () => {
    expect(listingStatus.options.filter((state) => !texts.en.has(`errors.status.${state}`))).toEqual([]);
    expect(keyNames.filter((name) => !texts.en.has(`common.key.${name}`))).toEqual([]);
  });
});

test('PLT-03 every shortcut has a label, and no two of one place share their keys', async () => {
  const root = new URL('../../../../renderer/', import.meta.url);
  // Each capability declares its keys in a file of this name.
  await Promise.all(globSync('**/*shortcuts.ts', { cwd: fileURLToPath(root) }).map((file) => import(/* @vite-ignore */ new URL(file, root).href)));
  const { allShortcuts, takenBy } = await import('#renderer/lib/shortcuts.ts');
  expect(allShortcuts().length).toBeGreaterThan(10);
  for (const { id, keys } of allShortcuts()) {
    const [capability, verb] = id.split('.');
    expect(texts.en.get(`${capability === 'app' ? 'common' : capability}.shortcut.${verb}`), id).toBeTruthy();
    expect(takenBy(id, keys)?.id ?? null, `${id} has the keys of another`).toBeNull();
  }
});
