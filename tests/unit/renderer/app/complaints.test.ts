import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok } from '#shared/kernel/result.ts';
import { aConflict, anUnsentChange, aSyncState, inboxOf, outboxOf } from '#tests/builders/window.ts';
import { setStage, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage('complaining')));
afterAll(() => stage.close());

/** What is shipped keeps silent about rows without a key, fields that change hands, effects that never end: the development build of React says them on the console. */
test('every place of a busy console is drawn without a word of complaint', async () => {
  const { page, complaints, close } = await stage.open(
    aQuietMorning({}, {
      'sync.state': ok(aSyncState({ name: 'online' }, { unsent: 2, conflicts: 2, rejected: 1 })),
      'sync.conflicts': ok(inboxOf([aConflict(1), aConflict(2)])),
      'sync.unsent': ({ state }: { state: string }) => ok(outboxOf(state === 'rejected' ? [anUnsentChange(3, { state: 'rejected', error: { code: 'gone', attempted: 'push' } })] : [anUnsentChange(1), anUnsentChange(2)])),
    }),
    { hash: '#/settings' },
  );
  for (const hash of ['#/settings', '#/sync/conflicts', '#/sync/unsent', '#/sync/rejected', '#/catalog', '#/shop', '#/settings']) {
    await page.evaluate((next) => void (location.hash = next), hash);
    await page.locator('main :is(h1, h2, p)').filter({ visible: true }).first().waitFor();
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('option').first().waitFor();
  expect(complaints).toEqual([]);
  await close();
});
