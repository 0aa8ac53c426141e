import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openDatabase } from '#server/db/open.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { bookCapture } from '#server/payouts/ledger/sales.ts';
import { systemRandom } from '#server/random.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { uuidv7 } from '#shared/kernel/ids.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts';
import { expect, test } from './fixtures.ts';

test.use({ vendorProducts: 400 });

const go = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), hash);
/** Puts a sale of a month ago into the books of a server that is stopped: its money is available now. */
async function earn(dataDir: string): Promise<void> {
  const db = await openDatabase({ kind: 'sqlite', file: join(dataDir, 'comptoir.db') });
  try {
    const deps = { db, clock: () => Date.now() as EpochMs, random: systemRandom };
    const { id } = await db.kysely.selectFrom('shop').select('id').where('name', '=', 'Maison Le Goff').executeTakeFirstOrThrow();
    const orderId = uuidv7(deps.clock, deps.random);
    await inTransaction(db, (trx) => bookCapture(trx, deps, { source: `local:${orderId}`, orderId, shopId: id as ShopId, currency: 'EUR' as Currency, at: (Date.now() - 30 * DAY_MS) as EpochMs, amount: 12_345 as Minor, affiliate: 0 as Minor, lines: [] }));
  } finally {
    await db.close();
  }
}
/** What the run says of itself beside its name. */
const stateOf = (page: Page) => page.getByRole('heading', { level: 1 });

test('PAY-05 PAY-06 PAY-11 PAY-13 a run is drawn up by one, approved by another, exported, and settled by the bank’s statement', async ({ server, newDesk }) => {
  await server.stop();
  await earn(server.dataDir);
  await server.start();
  const [clerk, approver] = [await newDesk(), await newDesk()];
  await clerk.signIn('finance@comptoir.example');
  await approver.signIn('admin@comptoir.example');
  const [mine, theirs] = [clerk.page(), approver.page()];
  let address = '';

  await test.step('a hold is let go', async () => {
    await go(mine, '#/payouts/holds');
    await mine.getByRole('button', { name: 'Lever la retenue de Maison Le Goff' }).click();
    await expect(mine.getByText('Retenue levée')).toBeVisible();
  });

  await test.step('the clerk draws a run in euro up, sees why each amount, asks for approval, and may not approve it', async () => {
    await go(mine, '#/payouts');
    await mine.getByRole('button', { name: 'Préparer une campagne' }).click();
    const dialog = mine.getByRole('dialog', { name: 'Préparer une campagne' });
    await dialog.getByRole('button', { name: /Devise/ }).click();
    await mine.getByRole('option', { name: 'EUR' }).click();
    await dialog.getByRole('button', { name: 'Préparer', exact: true }).click();
    await expect(stateOf(mine)).toContainText('Brouillon');
    await expect(mine.getByRole('table').getByRole('row').nth(1)).toContainText(/\d/);
    await mine.getByRole('button', { name: 'Soumettre' }).click();
    await expect(stateOf(mine)).toContainText('À approuver');
    await expect(mine.getByRole('button', { name: 'Approuver' })).toBeDisabled();
    await expect(mine.getByText('La personne qui prépare une campagne ne l’approuve pas.')).toBeVisible();
    address = await mine.evaluate(() => location.hash);
  });

  await test.step('the approver gives the password, a wrong one is refused and what was typed stays', async () => {
    await go(theirs, address);
    await theirs.getByRole('button', { name: 'Approuver' }).click();
    const dialog = theirs.getByRole('dialog', { name: 'Approuver cette campagne' });
    await dialog.getByRole('textbox', { name: /Remarque/ }).fill('Vu avec la trésorerie');
    await dialog.locator('input[name="password"]').fill('not the password');
    await dialog.getByRole('button', { name: 'Approuver' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: /Remarque/ })).toHaveValue('Vu avec la trésorerie');
    await dialog.locator('input[name="password"]').fill(server.passwordOf('admin@comptoir.example'));
    await dialog.getByRole('button', { name: 'Approuver' }).click();
    await expect(stateOf(theirs)).toContainText('Approuvée');
  });

  const exportOnce = async (button: string, title: string): Promise<string> => {
    await theirs.getByRole('button', { name: button, exact: true }).click();
    const dialog = theirs.getByRole('dialog', { name: title });
    if (title.includes('seconde')) await expect(dialog.getByRole('alert')).toContainText('déjà sorti 1 fois');
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    const path = await theirs.getByText(/\.xml$/).last().innerText();
    return readFileSync(path, 'utf8');
  };
  await test.step('exported twice it is the same file under the same message, with a warning', async () => {
    const first = await exportOnce('Exporter pour la banque', 'Exporter pour la banque');
    await expect(stateOf(theirs)).toContainText('Exportée');
    expect(first).toContain('pain.001.001.09');
    expect(await exportOnce('Exporter de nouveau', 'Exporter une seconde fois')).toBe(first);
  });

  await test.step('the bank’s statement is looked at, then booked: the run is paid', async () => {
    const db = await openDatabase({ kind: 'sqlite', file: join(server.dataDir, 'comptoir.db') });
    const payouts = await db.kysely.selectFrom('payout').select(['id', 'amount']).where('run_id', '=', address.split('/').at(-1)!).where('state', '=', 'exported').execute();
    await db.close();
    await go(theirs, '#/payouts/bank');
    await theirs.getByLabel('Choisir un relevé').last().setInputFiles({ name: 'releve.xml', mimeType: 'text/xml', buffer: Buffer.from(camt(payouts)) });
    const dialog = theirs.getByRole('dialog', { name: 'Relevé releve.xml' });
    await expect(dialog.getByRole('row')).toHaveCount(payouts.length + 1);
    await dialog.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(stateOf(mine)).toContainText('Payée');
  });

  await test.step('the shop reads that it was paid', async () => {
    const vendor = await newDesk();
    await vendor.signIn('yann@maison-legoff.example');
    const page = vendor.page();
    await go(page, '#/payouts/list');
    await expect(page.getByRole('row').nth(1)).toContainText('Versé');
  });
});

/** A statement in which the bank booked every one of these payouts. */
const camt = (payouts: readonly { readonly id: string; readonly amount: number }[]): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>m</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm></GrpHdr>
<Stmt><Id>2026-328</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${payouts.map(({ id, amount }) => `<Ntry><Amt Ccy="EUR">${(amount / 100).toFixed(2)}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-24</Dt></BookgDt><AcctSvcrRef>${id.slice(0, 16)}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>${id.replaceAll('-', '')}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>`).join('')}</Stmt></BkToCstmrStmt></Document>`;
