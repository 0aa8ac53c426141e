import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '#server/auth/accounts.ts';
import { systemRandom } from '#server/random.ts';
import { addDocument, answer, beginCase, submit, type VerificationDeps } from '#server/verification/acts.ts';
import { checkDocument } from '#server/verification/check-document.ts';
import { step, tidyVerification, viewDocument } from '#server/verification/review.ts';
import { vaultIn } from '#server/verification/vault.ts';
import { viewOf } from '#server/verification/view.ts';
import { DAY_MS } from '#shared/kernel/time.ts';
import type { Actor } from '#shared/sync/model.ts';
import type { VerificationCase } from '#shared/verification/contract.ts';
import { inputOf } from '#shared/verification/rules.ts';
import { authOn, handClock } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const SHOP = '01900000-0000-7000-8000-0000000000b1';
const PDF = Buffer.from('%PDF-1.4\nun registre\n%%EOF\n');
const right: Record<string, string> = { 'legal-name': 'Atelier Nour SARL', 'address': '12 rue des Orangers, Rabat', 'phone': '+212 612 34 56 78', 'representative': 'Salma Berrada', 'ice': '001561191000066', 'if': '12345678', 'rc': '12345 Rabat', 'self-certification': 'yes' };

describeOnEachDatabase('KYC verification of a seller', (open) => {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-vault-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const time = handClock();
  let deps: VerificationDeps;
  let salma: Actor;
  let hugo: Actor;
  let inès: Actor;
  beforeAll(async () => {
    const db = await open();
    deps = { db, clock: time.clock, random: systemRandom, vault: vaultIn(folder, new Uint8Array(32).fill(3)) };
    await db.kysely.insertInto('shop').values({ id: SHOP, version: 1, name: 'Atelier Nour', doc: '{"country":"MA"}' }).execute();
    const person = async (name: string, role: 'vendor' | 'admin' | 'moderator', shopIds: string[] = []): Promise<Actor> => {
      const made = await createAccount(authOn(db), { email: `${role}@market.example`, name, role, locale: 'fr', password: 'a very private password', shopIds });
      if (!made.ok) throw new Error(JSON.stringify(made.error));
      return { userId: made.value, role, shopIds };
    };
    salma = await person('Salma', 'vendor', [SHOP]);
    hugo = await person('Hugo', 'moderator');
    inès = await person('Inès', 'admin');
  });
  const must = (done: Awaited<ReturnType<typeof submit>>): VerificationCase => {
    if (!done.ok) throw new Error(JSON.stringify(done.error));
    return done.value;
  };
  const ruleOf = (done: { ok: boolean; error?: { rule?: string | undefined } }) => (done.ok ? null : done.error!.rule);
  const stateOf = (found: VerificationCase, kind: string) => found.requirements.find((one) => one.kind === kind)?.state;
  const acts = async () => (await deps.db.kysely.selectFrom('audit_link').select('action').orderBy('seq').execute()).map(({ action }) => action);

  test('J6 from the first answer to verified: a wrong key, an unreadable document asked for again alone, capabilities that follow', async () => {
    let now = must(await beginCase(deps, salma, SHOP, { country: 'MA', legalForm: 'company' }));
    expect(ruleOf(await submit(deps, salma, SHOP))).toBe('verification-incomplete');
    expect(ruleOf(await answer(deps, salma, SHOP, 'ice', '00156119100006'))).toBe(null);
    expect(ruleOf(await answer(deps, salma, SHOP, 'phone', '0612345678'))).toBe('phone-international');
    for (const { kind } of now.requirements) must(inputOf[kind] === 'document' ? await addDocument(deps, salma, SHOP, kind, PDF, 'x'.repeat(64)) : await answer(deps, salma, SHOP, kind, right[kind]!));
    now = must(await submit(deps, salma, SHOP));
    expect(now.state).toBe('submitted');
    expect(now.may.map(({ allowed }) => allowed)).toEqual([true, false, false]);
    expect(ruleOf(await answer(deps, salma, SHOP, 'ice', right.ice!))).toBe('verification-not-open');

    expect(ruleOf(await step(deps, hugo, SHOP, { kind: 'verify' }))).toBe('verification-claim-first');
    must(await step(deps, hugo, SHOP, { kind: 'claim' }));
    expect(ruleOf(await step(deps, inès, SHOP, { kind: 'claim' }))).toBe('verification-claimed');
    expect([await viewOf(deps.db.kysely, deps.vault, SHOP, inès), await viewOf(deps.db.kysely, deps.vault, SHOP, salma)]).toMatchObject([{ claimedBy: 'Hugo' }, { claimedBy: null }]);
    for (const { kind } of now.requirements) must(await step(deps, hugo, SHOP, kind === 'rc-document' ? { kind: 'refuse', requirement: kind, reason: 'unreadable', note: 'page 2' } : { kind: 'accept', requirement: kind, expiresOn: null }));
    expect(ruleOf(await step(deps, hugo, SHOP, { kind: 'verify' }))).toBe('verification-open-items');
    now = must(await step(deps, hugo, SHOP, { kind: 'ask-again', days: 7 }));
    expect(now).toMatchObject({ state: 'needs_info', dueAt: time.clock() + 7 * DAY_MS });

    expect(ruleOf(await answer(deps, salma, SHOP, 'ice', right.ice!))).toBe('requirement-accepted');
    now = must(await addDocument(deps, salma, SHOP, 'rc-document', PDF, 'y'.repeat(64)));
    expect([stateOf(now, 'rc-document'), stateOf(now, 'ice')]).toEqual(['pending', 'valid']);
    must(await submit(deps, salma, SHOP));
    must(await step(deps, hugo, SHOP, { kind: 'claim' }));
    must(await step(deps, hugo, SHOP, { kind: 'accept', requirement: 'rc-document', expiresOn: null }));
    now = must(await step(deps, hugo, SHOP, { kind: 'verify' }));
    expect(now.may.every(({ allowed }) => allowed)).toBe(true);
    expect(await deps.db.kysely.selectFrom('payout_standing').select('may_be_paid').where('shop_id', '=', SHOP).executeTakeFirst()).toEqual({ may_be_paid: 1 });
  });

  test('SEC-09 nothing of an answer or a document stands readable in database or folder; a changed byte does not open', async () => {
    const rows = await deps.db.kysely.selectFrom('verification_requirement').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/Atelier|Orangers|001561191000066|Berrada/);
    const files = readdirSync(join(folder, SHOP)).map((name) => join(folder, SHOP, name));
    expect(files).toHaveLength(4);
    for (const file of files) expect(readFileSync(file).includes('registre')).toBe(false);
    const { id } = await deps.db.kysely.selectFrom('verification_document').select('id').where('kind', '=', 'bank-proof').executeTakeFirstOrThrow();
    const file = join(folder, SHOP, `${id}.sealed`);
    const kept = readFileSync(file);
    writeFileSync(file, kept.with(40, kept[40]! ^ 1));
    await expect(deps.vault.read(SHOP, id)).rejects.toThrow();
    writeFileSync(file, kept);
  });

  test('KYC-04 each look at a document is in the audit before it is seen', async () => {
    const { id } = await deps.db.kysely.selectFrom('verification_document').select('id').where('kind', '=', 'identity-document').executeTakeFirstOrThrow();
    const read = await viewDocument(deps, inès, id);
    expect(read.ok && Buffer.from(read.value).equals(PDF)).toBe(true);
    expect((await acts()).at(-1)).toBe('verification.document-viewed');
    expect(await deps.db.kysely.selectFrom('verification_view').select(['document_id', 'viewer_id']).execute()).toEqual([{ document_id: id, viewer_id: inès.userId }]);
  });

  test('a replaced document goes when its time is over', async () => {
    time.pass(91 * DAY_MS);
    await tidyVerification(deps);
    expect(readdirSync(join(folder, SHOP))).toHaveLength(3);
    expect((await acts()).at(-1)).toBe('verification.document-purged');
  });

  test('begun again in another legal form, a document that is no longer asked goes when its time is over', async () => {
    await deps.db.kysely.updateTable('verification_case').set({ state: 'rejected' }).where('shop_id', '=', SHOP).execute();
    must(await beginCase(deps, salma, SHOP, { country: 'MA', legalForm: 'sole-trader' }));
    const left = await deps.db.kysely.selectFrom('verification_document').select(['kind', 'replaced_at', 'purge_at']).where('purged_at', 'is', null).orderBy('kind').execute();
    expect(left.map(({ kind, replaced_at }) => [kind, replaced_at === null])).toEqual([['bank-proof', true], ['identity-document', true], ['rc-document', false]]);
    expect(left.at(-1)!.purge_at).toBe(time.clock() + 90 * DAY_MS);
  });

  test('nobody reviews a shop they work for', async () => expect(ruleOf(await step(deps, { ...inès, userId: salma.userId }, SHOP, { kind: 'claim' }))).toBe('reviewer-works-there'));
});

test.each([
  { name: 'a PDF', content: () => PDF, rule: null },
  { name: 'a zip bomb', content: () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(1_000)]), rule: 'document-archive' },
  { name: 'a PDF that runs something', content: () => Buffer.from('%PDF-1.4 /OpenAction << /S /JavaScript >> %%EOF'), rule: 'document-active' },
  { name: 'a PDF that runs something under a name spelled otherwise', content: () => Buffer.from('%PDF-1.4 << /S /J#61vaScript >> %%EOF'), rule: 'document-active' },
  { name: 'a PDF with a script beside a film', content: () => Buffer.from('%PDF-1.4 << /S /Rendition /JS 12 0 R >> %%EOF'), rule: 'document-active' },
  { name: 'a PDF with files in it', content: () => Buffer.from('%PDF-1.4 << /Names << /EmbeddedFiles 4 0 R >> >> %%EOF'), rule: 'document-active' },
  { name: 'a scan in which the bytes of /JS stand by chance', content: () => Buffer.from('%PDF-1.4 stream \u0001/JS\u0002 endstream %%EOF'), rule: null },
  { name: 'a page called picture', content: () => Buffer.from('<html>'), rule: 'document-type' },
  { name: 'half a picture', content: () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]), rule: 'document-broken' },
  { name: 'nothing', content: () => Buffer.alloc(0), rule: 'document-empty' },
  { name: 'a picture', content: () => sharp({ create: { width: 20, height: 10, channels: 3, background: 'white' } }).png().toBuffer(), rule: null },
  { name: 'a picture of 100 million pixels in a few kilobytes', content: () => sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: 'white' } }).png().toBuffer(), rule: 'document-pixels' },
])('a document that is $name: $rule', async ({ content, rule }) => {
  const read = await checkDocument(await content());
  expect(read.ok ? null : read.error.rule).toBe(rule);
});
