import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecentEdit } from '#shared/catalog/contract.ts';
import { err, ok } from '#shared/kernel/result.ts';
import { aMoment, aSyncState, builderId, someoneSignedIn } from '#tests/builders/window.ts';
import { setStage, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage()));
afterAll(() => stage.close());

const aRecentEdit = (n: number, part: Partial<RecentEdit> = {}): RecentEdit => ({
  key: builderId(n) as RecentEdit['key'], isGroup: false, at: aMoment, intent: 'edit-text', count: 1, entity: 'product', id: builderId(500 + n) as RecentEdit['id'], label: `Article ${n}`, sku: `ART-${n}`, what: 'edit',
  back: [{ op: 'set', path: 'brand', base: 'Nour', value: 'Atelier' }], isWaiting: false, ...part,
});

describe('PLT-12 what was done here', () => {
  test('one is taken back with U; what somebody changed since is named', async () => {
    let edits = [aRecentEdit(1), aRecentEdit(2)];
    const { page, asked, complaints, close } = await stage.open(
      aQuietMorning({}, {
        'catalog.recent': () => ok({ total: edits.length, edits }),
        'catalog.undo': () => {
          edits = edits.slice(1);
          return ok({ undone: 0, compensated: 0, kept: 1, left: [{ entity: 'product', record: builderId(501), label: 'Article 1', path: 'brand', why: 'changed' }] });
        },
      }),
      { hash: '#/sync/recent' },
    );
    await page.getByRole('article').getByText('Atelier').waitFor();
    await page.keyboard.press('u');
    await page.getByText('Rien n’a été défait').waitFor();
    await page.getByText('1 changé depuis reste comme il est\u202f: Article 1 (Marque)').waitFor();
    expect(asked.find(({ channel }) => channel === 'catalog.undo')?.input).toMatchObject({ mid: builderId(1) });
    await page.getByRole('article', { name: 'Article 2' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test('50,000 show how far they are on every page, and are stopped from there', async () => {
    let stopped: () => void = () => undefined;
    const over = new Promise<void>((resolve) => (stopped = resolve));
    const { page, asked, tell, close } = await stage.open(
      aQuietMorning({}, {
        'catalog.recent': ok({ total: 1, edits: [aRecentEdit(3, { isGroup: true, count: 50_000 })] }),
        // Answered once somebody stops it; the stage waits for what it is given.
        'catalog.undo': (() => over.then(() => err({ code: 'not-ready', rule: 'cancelled', attempted: 'catalog.undo' }))) as never,
        'catalog.cancel': () => {
          stopped();
          return ok({ cancelled: true });
        },
      }),
      { hash: '#/sync/recent' },
    );
    await page.getByRole('button', { name: /Retirer ces 50.000 changements/ }).click();
    const line = page.getByRole('region', { name: 'Retour en arrière en cours' });
    await line.waitFor();
    const { work } = asked.find(({ channel }) => channel === 'catalog.undo')!.input as { work: string };
    await tell('catalog.working', { work, done: 12_000, total: 50_000 });
    await line.getByText(/^12.000 sur 50.000/).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Réglages' }).click();
    await line.getByRole('button', { name: 'Arrêter' }).click();
    await page.getByText('Arrêté\u202f: rien n’a été retiré.').waitFor();
    expect(asked.find(({ channel }) => channel === 'catalog.cancel')?.input).toEqual({ work });
    await line.waitFor({ state: 'detached' });
    await close();
  });
});

test('TEAM-02 with one of two shops chosen the figures are its own, and a line leads to the other', async () => {
  const session = someoneSignedIn();
  const [own] = session.me.shops;
  const other = { ...own!, id: builderId(90) as NonNullable<typeof own>['id'], name: 'Atelier Deux' };
  const { page, asked, complaints, close } = await stage.open(
    aQuietMorning({ shopId: own!.id }, {
      'auth.session': ok({ ...session, me: { ...session.me, shops: [own!, other] } }),
      'sync.state': ok(aSyncState({ name: 'offline', since: aMoment, error: null, nextTryAt: null }, { unsent: 12 })),
      'sync.shops': ok({ here: { unsent: 0, rejected: 0, conflicts: 0 }, others: [{ id: other.id, name: other.name, unsent: 11, rejected: 0, conflicts: 1 }] }),
    }),
    { hash: '#/sync/unsent' },
  );
  await page.getByText('Tout est envoyé').waitFor();
  expect((await page.getByRole('tab', { name: /À envoyer/ }).innerText()).trim()).toBe('À envoyer');
  await page.getByRole('button', { name: '12 autres dans Atelier Deux' }).click();
  expect(asked.find(({ channel }) => channel === 'settings.set')?.input).toEqual({ shopId: other.id });
  expect(complaints).toEqual([]);
  await close();
});
