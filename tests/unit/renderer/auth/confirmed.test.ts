import { expect, test, vi } from 'vitest';
import { askConfirmed, useConfirmation } from '#renderer/auth/confirmed.ts';

// Whatever is asked wants the password once more.
vi.mock('#renderer/lib/client.ts', () => ({ ask: () => Promise.resolve({ ok: false, error: { code: 'forbidden', rule: 'confirm-first' } }) }));
const question = () => askConfirmed('auth.session', {});
const shown = () => vi.waitUntil(() => useConfirmation.getState().waiting);

test('SEC-02 an answer that comes after its dialog was closed leaves the dialog of another question open', async () => {
  const first = question();
  const closed = (await shown())!;
  closed.answer(false);
  expect(await first).toMatchObject({ ok: false, error: { rule: 'confirm-first' } });
  expect(useConfirmation.getState().waiting).toBeNull();

  const second = question();
  const open = await shown();
  closed.answer(true);
  expect(useConfirmation.getState().waiting).toBe(open);
  open!.answer(false);
  expect(await second).toMatchObject({ ok: false, error: { rule: 'confirm-first' } });
});
