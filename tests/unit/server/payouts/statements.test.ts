import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { ServerDb } from '#server/db/open.ts';
import { shopFigures } from '#server/payouts/balance/figures.ts';
import { decideRun, submitRun } from '#server/payouts/runs/decide.ts';
import { makeRun } from '#server/payouts/runs/draft.ts';
import { exportRun } from '#server/payouts/runs/export.ts';
import { importStatement, settleBankLine } from '#server/payouts/statements.ts';
import type { BankLine } from '#shared/payouts/bank-line.ts';
import type { ShopId } from '#shared/auth/model.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';
import { aPayer, boss, EUR, maker, must, type Payer } from './a-payer.ts';

type Line = { amount: string; out?: boolean; endToEnd?: string; iban?: string; reason?: string; ref: string };

/** A statement as banks write it, one entry with one payment per line. */
const camt = (lines: readonly Line[]): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>m</MsgId><CreDtTm>2026-11-22T08:00:00</CreDtTm></GrpHdr>
<Stmt><Id>2026-327</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>${lines.map(({ amount, out = true, endToEnd, iban, reason, ref }) => `
<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${out ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-22</Dt></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>${endToEnd ?? 'NOTPROVIDED'}</EndToEndId></Refs><RltdPties><Cdtr><Pty><Nm>Atelier</Nm></Pty></Cdtr>${iban ? `<CdtrAcct><Id><IBAN>${iban}</IBAN></Id></CdtrAcct>` : ''}</RltdPties>
${reason ? `<RtrInf><Rsn><Cd>${reason}</Cd></Rsn></RtrInf>` : ''}</TxDtls></NtryDtls></Ntry>`).join('')}</Stmt></BkToCstmrStmt></Document>`);

describeOnEachDatabase('bank statements', (open) => {
  let db: ServerDb;
  let pay: Payer;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    pay = await aPayer(db);
  });
  /** Payouts that are on their way, one for each amount. */
  const sent = async (...amounts: number[]) => {
    const shops: ShopId[] = [];
    for (const amount of amounts) shops.push(await pay.owed(amount, EUR));
    const { id } = must(await makeRun(pay.deps, maker, { currency: EUR, shopIds: shops }));
    must(await decideRun(pay.deps, boss, id, { kind: 'approve', hash: must(await submitRun(pay.deps, maker, id)).hash, reason: null }));
    must(await exportRun(pay.deps, maker, id, pay.tomorrow()));
    const rows = await db.kysely.selectFrom('payout').innerJoin('payout_bank_account', 'payout_bank_account.id', 'payout.bank_account_id').select(['payout.id', 'payout.shop_id', 'account']).where('run_id', '=', id).execute();
    return { run: id, payouts: shops.map((shopId) => rows.find((row) => row.shop_id === shopId)!), shops };
  };
  const look = async (...lines: Line[]) => must(await importStatement(pay.deps, boss, camt(lines), { book: false }));
  const take = async (...lines: Line[]) => {
    const { found: _found, ...sums } = must(await importStatement(pay.deps, boss, camt(lines)));
    return sums;
  };
  const states = async (run: string) => Object.fromEntries((await db.kysely.selectFrom('payout').select(['id', 'state']).where('run_id', '=', run).execute()).map(({ id, state }) => [id, state]));
  const runState = async (run: string) => (await db.kysely.selectFrom('payout_run').select('state').where('id', '=', run).executeTakeFirstOrThrow()).state;
  const unmatchedOf = async (amount: number) => (await db.kysely.selectFrom('bank_line').select(['id', 'doc']).where('state', '=', 'unmatched').execute()).map(({ id, doc }) => ({ ...(JSON.parse(doc) as BankLine), id })).find((line) => line.amount === amount);

  test('PAY-11 what names a payout settles it, what has its amount and account too; the same file again does nothing', async () => {
    const { run, payouts: [one, two] } = await sent(12_345, 6_789);
    const lines: Line[] = [{ ref: `${run}a`, amount: '123.45', endToEnd: one!.id.replaceAll('-', '').toUpperCase() }, { ref: `${run}b`, amount: '67.89', iban: two!.account }];
    // Looked at first, nothing is booked: each line with what it would settle.
    expect(await look(...lines)).toMatchObject({ lines: 2, matched: 2, known: 0, found: [{ amount: -12_345, isKnown: false, payout: { id: one!.id, runId: run, amount: 12_345 } }, { payout: { id: two!.id } }] });
    expect(new Set(Object.values(await states(run)))).toEqual(new Set(['exported']));
    expect(await take(...lines)).toEqual({ lines: 2, matched: 2, unmatched: 0, known: 0 });
    expect([await states(run), await runState(run)]).toEqual([{ [one!.id]: 'paid', [two!.id]: 'paid' }, 'settled']);
    expect(await take(...lines)).toEqual({ lines: 0, matched: 0, unmatched: 0, known: 2 });
  });

  test('PAY-11 PAY-12 what came back is owed to its shop again, also when it had been booked as paid', async () => {
    const { run, payouts: [one, two], shops } = await sent(2_000, 3_000);
    const back = (payout: { id: string }, amount: string, ref: string): Line => ({ ref: `${run}${ref}`, amount, out: false, endToEnd: payout.id.replaceAll('-', ''), reason: 'AC04' });
    await take({ ref: `${run}1`, amount: '20.00', endToEnd: one!.id.replaceAll('-', '') }, back(one!, '20.00', '2'), back(two!, '30.00', '3'));
    expect([await states(run), await runState(run)]).toEqual([{ [one!.id]: 'reversed', [two!.id]: 'reversed' }, 'partly_settled']);
    for (const [at, amount] of [2_000, 3_000].entries()) expect(await shopFigures(db.kysely, shops[at]!, pay.clock())).toMatchObject([{ available: amount, inTransit: 0 }]);
    expect(await db.kysely.selectFrom('payout').select('failure_code').where('run_id', '=', run).execute()).toEqual([{ failure_code: 'AC04' }, { failure_code: 'AC04' }]);
  });

  test('PAY-11 what fits none, another amount, or several, waits for a person; who says what it is, or that it is nothing', async () => {
    const { run, payouts: [one, two] } = await sent(4_000, 5_000);
    expect(await take({ ref: `${run}1`, amount: '41.00', endToEnd: one!.id.replaceAll('-', '') }, { ref: `${run}2`, amount: '50.00' }, { ref: `${run}3`, amount: '9.00', out: false })).toMatchObject({ matched: 0, unmatched: 3 });
    const [fee, unnamed, differs] = await Promise.all([900, -5_000, -4_100].map(unmatchedOf));
    expect([fee, unnamed, differs].map((line) => line!.why)).toEqual(['no-payout', 'no-payout', 'amount-differs']);
    expect(await settleBankLine(pay.deps, boss, differs!.id, one!.id)).toMatchObject({ ok: false, error: { rule: 'bank-line-amount' } });
    must(await settleBankLine(pay.deps, boss, unnamed!.id, two!.id));
    must(await settleBankLine(pay.deps, boss, fee!.id, null));
    expect(await settleBankLine(pay.deps, boss, fee!.id, null)).toMatchObject({ ok: false, error: { rule: 'bank-line-unknown' } });
    expect(await states(run)).toEqual({ [one!.id]: 'exported', [two!.id]: 'paid' });
    expect(await take({ ref: `${run}4`, amount: '50.00', endToEnd: two!.id.replaceAll('-', '') })).toMatchObject({ unmatched: 1 });
    expect(await unmatchedOf(-5_000)).toMatchObject({ why: 'settled-already' });
  });

  test('a file that is no statement is refused, and nothing of it stays', async () => {
    expect(await importStatement(pay.deps, boss, Buffer.from('<Document/>'))).toMatchObject({ ok: false, error: { rule: 'camt-version' } });
    expect(await importStatement(pay.deps, boss, Buffer.from('nothing'))).toMatchObject({ ok: false, error: { rule: 'xml-malformed' } });
  });
});
