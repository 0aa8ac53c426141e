import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { append, recordAct } from '#server/audit/record.ts';
import { auditLines } from '#server/audit/read.ts';
import { sealAudit, type SealDeps } from '#server/audit/seal.ts';
import { verifyAudit } from '#server/audit/verify.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { auditFilter } from '#shared/audit/contract.ts';
import { systemRandom } from '#server/random.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { handClock } from '#tests/support/accounts.ts';
import { describeOnEachDatabase } from '#tests/support/databases.ts';

const [inès, shop, product] = ['01900000-0000-7000-8000-0000000000a1', '01900000-0000-7000-8000-0000000000b1', '01900000-0000-7000-8000-0000000000c1'];

describeOnEachDatabase('SEC-08 the audit is a chain', (open) => {
  let deps: SealDeps;
  const time = handClock(1_790_000_000_000);
  const act = (action: string, more: object = {}) => inTransaction(deps.db, (trx) => recordAct(trx, deps, { userId: inès, device: 'bureau' }, { action, object: { kind: 'shop', id: shop }, shopId: shop, ...more }));
  const change = async (n: number) => {
    time.pass(1_000);
    const at = time.clock();
    const id = `${at.toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7000-8000-${String(n).padStart(12, '0')}`;
    await deps.db.kysely.insertInto('change_audit').values({
      id, entity: 'product', entity_id: product, shop_id: shop, actor_id: inès, actor_name: 'Inès', client: null, device: 'bureau', mid: null, group_id: null, intent: 'edit-price', outcome: 'applied', base_version: n, version: n + 1,
      changes: '[{"path":"price","before":100,"after":120,"delta":null,"reason":null}]', made_at: at, applied_at: at,
    }).execute();
    return id;
  };
  /** What somebody with the database in their hands can do: triggers do not stop whoever takes them away. */
  const behindTheGuards = async (work: () => Promise<unknown>, ...guards: readonly { name: string; table: string }[]) => {
    for (const guard of guards) for (const line of deps.db.dialect.ddl.unguard(guard)) await sql.raw(line).execute(deps.db.kysely);
    await work();
  };
  beforeEach(async () => {
    const db = await open();
    deps = { db, clock: time.clock, random: systemRandom, key: new Uint8Array(32).fill(7) };
    await act('payouts.run-approved', { became: { total: 1_000 } });
    await change(1);
    await change(2);
    await sealAudit(deps);
    await act('verification.document-viewed', { reason: 'contrôle' });
    await change(3);
    await sealAudit(deps);
  });
  const problems = async () => (await verifyAudit(deps)).problems.map(({ seq, id, kind }) => ({ seq, id, kind }));

  test('whole, it has no problems; changes that wait are taken in first', async () => {
    await change(4);
    expect(await verifyAudit(deps)).toMatchObject({ links: 5, changes: 4, through: 5, problems: [], problemCount: 0 });
    expect(await sealAudit(deps)).toBe(0);
  });

  test('the database itself refuses to alter, remove or insert rows', async () => {
    const { kysely } = deps.db;
    await expect(kysely.updateTable('audit_link').set({ reason: 'other' }).where('seq', '=', 1).execute()).rejects.toThrow(/append-only/);
    await expect(kysely.deleteFrom('audit_link').where('seq', '=', 1).execute()).rejects.toThrow(/append-only/);
    await expect(kysely.updateTable('change_audit').set({ changes: '[]' }).execute()).rejects.toThrow(/append-only/);
    await expect(kysely.deleteFrom('change_audit').execute()).rejects.toThrow(/append-only/);
    const late = await change(5);
    await expect(kysely.updateTable('change_audit').set({ changes: '[]', sealed_in: 1 }).where('id', '=', late).execute()).rejects.toThrow(/append-only/);
    const last = await kysely.selectFrom('audit_link').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow();
    await expect(kysely.insertInto('audit_link').values({ ...last, seq: 9, id: 'x' }).execute()).rejects.toThrow(/follows the one before/);
  });

  test('one row of an act edited in the database is found and named', async () => {
    await behindTheGuards(() => deps.db.kysely.updateTable('audit_link').set({ became: '{"total":1}' }).where('seq', '=', 1).execute(), { name: 'audit_link_no_update', table: 'audit_link' });
    const { id } = await deps.db.kysely.selectFrom('audit_link').select('id').where('seq', '=', 1).executeTakeFirstOrThrow();
    expect(await problems()).toEqual([{ seq: 1, id, kind: 'link-altered' }]);
  });

  test('one change of a record edited, and one taken out, are named', async () => {
    const [first, second] = (await deps.db.kysely.selectFrom('change_audit').select('id').orderBy('id').execute()).map(({ id }) => id);
    await behindTheGuards(async () => {
      await deps.db.kysely.updateTable('change_audit').set({ actor_name: 'Personne' }).where('id', '=', first!).execute();
      await deps.db.kysely.deleteFrom('change_audit').where('id', '=', second!).execute();
    }, { name: 'change_audit_no_update', table: 'change_audit' }, { name: 'change_audit_no_delete', table: 'change_audit' });
    expect(await problems()).toEqual([{ seq: 2, id: first, kind: 'change-altered' }, { seq: 2, id: second, kind: 'change-missing' }]);
  });

  test('a link taken out leaves its place', async () => {
    await behindTheGuards(() => deps.db.kysely.deleteFrom('audit_link').where('seq', '=', 3).execute(), { name: 'audit_link_no_delete', table: 'audit_link' });
    expect((await problems()).map(({ seq, kind }) => [seq, kind])).toContainEqual([3, 'link-missing']);
  });

  test('a chain made anew from an altered row, with all its hashes right, lacks the server’s signature', async () => {
    await behindTheGuards(async () => {
      const links = await deps.db.kysely.selectFrom('audit_link').selectAll().orderBy('seq').execute();
      await deps.db.kysely.deleteFrom('audit_link').execute();
      await deps.db.kysely.updateTable('audit_head').set({ seq: 0, hash: '' }).execute();
      for (const link of links) await inTransaction(deps.db, (trx) => append(trx, deps, { ...link, reason: link.seq === 3 ? 'autre' : link.reason }));
    }, { name: 'audit_link_no_delete', table: 'audit_link' });
    expect((await problems()).map(({ kind }) => kind)).toContain('seal-of-another-chain');
  });

  test('TEAM-04 read newest first, acts and changes together, by person, part and time', async () => {
    const read = (asked: object) => auditLines(deps.db.kysely, auditFilter.parse(asked));
    const all = await read({});
    expect(all.lines.map(({ kind, action }) => `${kind} ${action}`)).toEqual(['change edit-price', 'act verification.document-viewed', 'change edit-price', 'change edit-price', 'act payouts.run-approved']);
    expect(all.lines.map(({ seq }) => seq)).toEqual([4, 3, 2, 2, 1]);
    expect((await read({ area: 'payouts' })).lines).toMatchObject([{ action: 'payouts.run-approved', became: { total: 1_000 }, device: 'bureau' }]);
    expect((await read({ by: shop })).lines).toEqual([]);
    const page = await read({ limit: 2 });
    expect(page.more).toBe(true);
    expect((await read({ before: page.lines[1]!.id })).lines.map(({ id }) => id)).toEqual(all.lines.slice(2).map(({ id }) => id));
    const middle = all.lines[2]!.at as EpochMs;
    expect((await read({ from: middle })).lines).toHaveLength(3);
    expect((await read({ to: middle })).lines).toHaveLength(2);
  });
});
