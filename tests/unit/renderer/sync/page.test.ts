import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import type { OpenConflict } from '#shared/sync/conflict-model.ts';
import { aConflict, anUnsentChange, aSyncState, builderId, inboxOf, outboxOf } from '#tests/builders/window.ts';
import { setStage, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const text = { path: 'texts/fr/description', base: 'Semelle souple.', mine: 'Semelle gomme.', theirs: 'Semelle souple, tannage végétal.', theirsBy: 'Karim Alaoui', theirsAt: null };

/** Conflicts that leave the list as they are settled and come back when that is undone, as in the data process. */
const conflictsOf = (all: OpenConflict[]) => {
  let open = all;
  return {
    'sync.state': () => ok(aSyncState({ name: 'online' }, { conflicts: open.length })),
    'sync.conflicts': () => ok(inboxOf(open)),
    'sync.settle': ({ decisions, alike }: { decisions: { id: string }[]; alike: boolean }) => {
      const [first] = open.filter(({ id }) => id === decisions[0]!.id);
      const left = open.filter(({ id, field }) => !decisions.some((one) => one.id === id) && !(alike && field.path === first!.field.path));
      const settled = open.length - left.length;
      open = left;
      return ok({ settlement: builderId(5_000), settled, refused: 0, error: null, remaining: left.length });
    },
    'sync.unsettle': () => {
      const reopened = all.length - open.length;
      open = all;
      return ok({ reopened, kept: 0 });
    },
  };
};
const settles = (asked: { channel: string; input: unknown }[]) => asked.filter(({ channel }) => channel === 'sync.settle').map(({ input }) => input);

describe('SYN-05 conflicts', () => {
  test('base, mine and theirs per field; 1 2 Enter settles a record by keyboard', async () => {
    const { page, asked, complaints, tell, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1), aConflict(1, { id: builderId(9), field: text })])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    const cells = await page.getByRole('row', { name: /Prix/ }).getByRole('cell').allInnerTexts();
    expect(cells.map((cell) => cell.replace(/[\u2066\u2069]/g, '').replace(/\s/g, ' ').trim())).toEqual(['349,00 MAD', '329,00 MAD', '339,00 MAD']);
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await page.getByText('2 conflits réglés').waitFor();
    expect(settles(asked)).toEqual([{ decisions: [{ id: builderId(2_001), choice: 'mine' }, { id: builderId(9), choice: 'theirs' }], alike: false }]);
    await page.getByRole('button', { name: 'Défaire' }).click();
    await page.getByText('2 conflits rouverts').waitFor();
    await tell('sync.state', aSyncState({ name: 'online' }, { conflicts: 2 }));
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('another value is typed in the currency of the shop and sent in minor units; letters typed there choose nothing', async () => {
    const { page, asked, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1)])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    await page.keyboard.press('3');
    const field = page.getByLabel('Autre valeur pour Prix');
    await field.fill('abc mt');
    expect(await page.getByText('Écrivez un montant, par exemple 1 299,50.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Terminé' }).isDisabled()).toBe(true);
    await field.fill('335,5');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Appliquer/ }).click();
    await page.getByText('1 conflit réglé').waitFor();
    expect(settles(asked)).toEqual([{ decisions: [{ id: builderId(2_001), choice: 'value', value: 33_550 }], alike: false }]);
    await close();
  });

  test('the same choice for all alike', async () => {
    const { page, asked, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1), aConflict(2), aConflict(3), aConflict(4, { field: text })])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    await page.keyboard.press('2');
    await page.getByRole('button', { name: /Prendre le leur aussi pour 2 autres \(Prix\)/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('3 conflits réglés').waitFor();
    expect(settles(asked)).toMatchObject([{ alike: true, decisions: [{ choice: 'theirs' }] }]);
    await close();
  });
});

describe('SYN-12 changes that wait', () => {
  const bulk = Array.from({ length: 12 }, (_, n) => anUnsentChange(n, { group: builderId(77), label: `Mocassin ${n}` }));

  test('a bulk edit is one line and is taken back as one', async () => {
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, {
        'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 13 })),
        'sync.unsent': ok(outboxOf([anUnsentChange(40), ...bulk])),
        'sync.group': ok({ total: 12, changes: bulk }),
        'sync.undo': ok({ undone: 11, kept: 1 }),
      }),
      { hash: '#/sync' },
    );
    expect(await page.getByRole('option').count().then(async () => (await page.getByRole('option').first().waitFor(), page.getByRole('option').count()))).toBe(2);
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: '12 produits modifiés ensemble' }).waitFor();
    await page.keyboard.press('u');
    await page.getByText('11 changements retirés').waitFor();
    expect(await page.getByText('1 était déjà en route.').isVisible()).toBe(true);
    expect(asked.find(({ channel }) => channel === 'sync.undo')?.input).toMatchObject({ what: 'group', group: builderId(77) });
    await close();
  });

  test('taking back everything asks first', async () => {
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 12 })), 'sync.unsent': ok(outboxOf(bulk)), 'sync.group': ok({ total: 12, changes: bulk }), 'sync.undo': ok({ undone: 12, kept: 0 }) }),
      { hash: '#/sync' },
    );
    await page.getByRole('button', { name: 'Tout retirer…' }).click();
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.press('Escape');
    expect(asked.some(({ channel }) => channel === 'sync.undo')).toBe(false);
    await page.getByRole('button', { name: 'Tout retirer…' }).click();
    await page.getByRole('button', { name: 'Tout retirer', exact: true }).click();
    await page.getByText('12 changements retirés').waitFor();
    await close();
  });

  test('SYN-04 a refused change comes back with the field, the rule and the way out', async () => {
    const refused = anUnsentChange(1, { state: 'rejected', error: { code: 'rule-broken', rule: 'compare-at-above-price', field: `variants/${builderId(50)}/compareAt`, attempted: 'push' } });
    const gone = anUnsentChange(2, { label: '', sku: null, state: 'rejected', error: { code: 'gone', attempted: 'push' } });
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'online' }, { rejected: 2 })), 'catalog.product': err({ code: 'not-ready', attempted: 'catalog.product' }), 'sync.unsent': ok(outboxOf([refused, gone])), 'sync.retry': ok({ mid: builderId(6_000) }) }),
      { hash: '#/sync' },
    );
    const alert = page.getByRole('alert');
    await alert.waitFor();
    // Of a product that was deleted the words are gone as well; its line says so in place of a name.
    expect(await page.getByText('Produit supprimé entre-temps').count()).toBe(1);
    const said = (await alert.innerText()).replace(/\s/g, ' ');
    expect(said).toContain('Le prix barré doit dépasser le prix.');
    expect(said).toContain('Champ : prix barré.');
    expect(said).toContain('Augmentez-le, ou videz-le');
    await page.getByRole('textbox', { name: /^Prix/ }).fill('300');
    await page.getByRole('button', { name: /Réessayer/ }).click();
    await page.getByText('Repris : le changement attend d’être envoyé').waitFor();
    expect(asked.find(({ channel }) => channel === 'sync.retry')?.input).toEqual({ mid: refused.mid, values: [{ path: `variants/${builderId(50)}/price`, value: 30_000 }] });
    await close();
  });
});

test('SYN-13 the first copy shows bytes and, once the speed is known, the time left', async () => {
  const at = (doneBytes: number) => aSyncState({ name: 'bootstrapping', scope: 'common' as never, phase: 'downloading', doneBytes, totalBytes: 48_000_000 }, { cacheReady: false, lastSyncAt: null });
  const { page, tell, close } = await stage.open(aQuietMorning({}, { 'sync.state': ok(at(1_000_000)) }), { hash: '#/sync' });
  await page.getByText(/1\sMo sur 48\sMo/).waitFor();
  expect(await page.getByText(/environ/).count()).toBe(0);
  for (const done of [2, 3, 4, 5]) {
    await page.waitForTimeout(200);
    await tell('sync.state', at(done * 1_000_000));
  }
  await page.getByText(/encore .* environ/).waitFor();
  await close();
});

test('what stops the sync is said with the way out', async () => {
  const { page, close } = await stage.open(aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'stopped', error: { code: 'disk-full' } })), 'sync.unsent': err({ code: 'disk-full', attempted: 'sync.unsent' }) }), { hash: '#/sync' });
  await page.getByText('La synchronisation est arrêtée').waitFor();
  expect(await page.getByText(/Libérez de la place/).first().isVisible()).toBe(true);
  await close();
});

test('SYN-05 a thousand conflicts: only those in view are drawn, the last is a key away', async () => {
  const many = Array.from({ length: 1_000 }, (_, n) => aConflict(n, { label: `Mocassin ${n}` }));
  const { page, complaints, close } = await stage.open(aQuietMorning({}, { ...conflictsOf(many), 'sync.conflicts': ({ offset, limit }: { offset: number; limit: number }) => ok({ ...inboxOf(many), records: inboxOf(many).records.slice(offset, offset + limit) }) }), { hash: '#/sync' });
  const list = page.getByRole('listbox', { name: 'Conflits' });
  await page.getByRole('heading', { name: 'Mocassin 0', exact: true }).waitFor();
  expect(await list.getByRole('option').count()).toBeLessThan(40);
  await list.focus();
  await page.keyboard.press('End');
  await page.getByRole('heading', { name: 'Mocassin 999' }).waitFor();
  expect(await list.getByRole('option', { selected: true }).getAttribute('aria-posinset')).toBe('1000');
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Mocassin 998' }).waitFor();
  expect(complaints).toEqual([]);
  await close();
});

test('SYN-05 after a time away: what will become of the changes is said before they are sent', async () => {
  const preflight = { awaySince: (Date.now() - 4 * 86_400_000) as never, total: 1_000, applies: 800, merges: 12, conflicts: 3, refused: 2, heldUntil: (Date.now() + 60_000) as never };
  const { page, asked, close } = await stage.open(aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 1_000, preflight })) }), { hash: '#/sync' });
  await page.getByText(/^Vous étiez absent 4\sj(ours)?\s: 812 de vos 1\s000 changements s’appliquent, 5 vous attendent\.$/).waitFor();
  await page.getByText('12 fusionnés avec d’autres · 3 conflits · 2 seraient refusés').waitFor();
  await page.getByRole('button', { name: 'Envoyer maintenant' }).click();
  expect(asked.some(({ channel }) => channel === 'sync.now')).toBe(true);
  await close();
});
