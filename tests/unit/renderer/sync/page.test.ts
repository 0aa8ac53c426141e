import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import type { OpenConflict } from '#shared/sync/contract.ts';
import { aConflict, anUnsentChange, aSyncState, builderId } from '#tests/builders/window.ts';
import { setStage, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const text = { path: 'texts/fr/description', base: 'Semelle souple.', mine: 'Semelle gomme.', theirs: 'Semelle souple, tannage végétal.', theirsBy: 'Karim Alaoui', theirsAt: null };

/** Conflicts that leave the list as they are settled, as in the data process. */
const conflictsOf = (all: OpenConflict[]) => {
  let open = all;
  return {
    'sync.state': ok(aSyncState({ name: 'online' }, { conflicts: all.length })),
    'sync.conflicts': () => ok({ total: open.length, conflicts: open }),
    'sync.settle': ({ id }: { id: string }) => {
      open = open.filter((conflict) => conflict.id !== id);
      return ok({ remaining: open.length });
    },
  };
};

describe('SYN-05 conflicts', () => {
  test('base, mine and theirs per field; M T Enter settles a record by keyboard', async () => {
    const { page, asked, complaints, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1), aConflict(1, { id: builderId(9), field: text })])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    const cells = await page.getByRole('row', { name: /Prix/ }).getByRole('cell').allInnerTexts();
    expect(cells.map((cell) => cell.replace(/[\u2066\u2069]/g, '').replace(/\s/g, ' ').trim())).toEqual(['349,00 MAD', '329,00 MAD', '339,00 MAD']);
    await page.keyboard.press('m');
    await page.keyboard.press('t');
    await page.keyboard.press('Enter');
    await page.getByText('2 conflits réglés').waitFor();
    expect(asked.filter(({ channel }) => channel === 'sync.settle').map(({ input }) => input)).toEqual([{ id: builderId(2_001), choice: 'mine' }, { id: builderId(9), choice: 'theirs' }]);
    expect(complaints).toEqual([]);
    await close();
  });

  test('another value is typed in the currency of the shop and sent in minor units; letters typed there choose nothing', async () => {
    const { page, asked, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1)])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    await page.keyboard.press('e');
    const field = page.getByLabel('Autre valeur pour Prix');
    await field.fill('abc mt');
    expect(await page.getByText('Écrivez un montant, par exemple 1 299,50.').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Terminé' }).isDisabled()).toBe(true);
    await field.fill('335,5');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /Appliquer/ }).click();
    await page.getByText('1 conflit réglé').waitFor();
    expect(asked.find(({ channel }) => channel === 'sync.settle')?.input).toEqual({ id: builderId(2_001), choice: 'value', value: 33_550 });
    await close();
  });

  test('the same choice for all alike', async () => {
    const { page, asked, close } = await stage.open(aQuietMorning({}, conflictsOf([aConflict(1), aConflict(2), aConflict(3), aConflict(4, { field: text })])), { hash: '#/sync' });
    await page.getByRole('rowheader', { name: 'Prix' }).waitFor();
    await page.keyboard.press('t');
    await page.getByRole('button', { name: /Idem pour 2 autres/ }).waitFor();
    await page.keyboard.press('a');
    await page.getByText('3 conflits réglés').waitFor();
    expect(asked.filter(({ channel }) => channel === 'sync.settle')).toHaveLength(3);
    await close();
  });
});

describe('SYN-12 changes that wait', () => {
  const bulk = Array.from({ length: 12 }, (_, n) => anUnsentChange(n, { group: builderId(77), label: `Mocassin ${n}` }));

  test('a bulk edit is one line and is taken back as one', async () => {
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, {
        'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 13 })),
        'sync.unsent': ok({ total: 13, changes: [anUnsentChange(40), ...bulk] }),
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
    expect(asked.find(({ channel }) => channel === 'sync.undo')?.input).toEqual({ what: 'group', group: builderId(77) });
    await close();
  });

  test('taking back everything asks first', async () => {
    const { page, asked, close } = await stage.open(
      aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 12 })), 'sync.unsent': ok({ total: 12, changes: bulk }), 'sync.undo': ok({ undone: 12, kept: 0 }) }),
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
    const { page, close } = await stage.open(
      aQuietMorning({}, { 'sync.state': ok(aSyncState({ name: 'online' }, { rejected: 1 })), 'sync.unsent': ok({ total: 1, changes: [refused] }) }),
      { hash: '#/sync' },
    );
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const said = (await alert.innerText()).replace(/\s/g, ' ');
    expect(said).toContain('Le prix barré doit dépasser le prix.');
    expect(said).toContain('Champ : prix barré.');
    expect(said).toContain('Augmentez-le, ou videz-le');
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
