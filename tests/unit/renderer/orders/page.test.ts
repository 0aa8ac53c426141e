import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok } from '#shared/kernel/result.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import { projectOrder } from '#shared/orders/columns.ts';
import { runCommand } from '#shared/orders/commands/run.ts';
import type { OrderCommand } from '#shared/orders/commands/command.ts';
import type { OrderFilter, OrderRow } from '#shared/orders/contract.ts';
import { parcelsOf } from '#shared/orders/parcels.ts';
import type { FactActor, Order } from '#shared/orders/model.ts';
import { statesOf } from '#shared/orders/states.ts';
import { anOrder, factIdOf, lineIdOf } from '#tests/builders/orders.ts';
import { axeOn } from '#tests/support/axe.ts';
import { setStage, type Script, type Stage } from '#tests/support/renderer-stage.ts';
import { aQuietMorning } from '../stage/script.ts';

let stage: Stage;
beforeAll(async () => void (stage = await setStage('complaining')));
afterAll(() => stage.close());

const by: FactActor = { id: null, role: 'vendor' };
const rowOf = (order: Order): OrderRow => {
  const { gross, net, pieces, pieces_left: piecesLeft, placed_at: placedAt, due_at: dueAt } = projectOrder(order);
  return {
    id: order.id, shopId: order.shopId, groupId: order.groupId, number: order.number, customer: order.customer.name, currency: order.currency, updatedAt: order.updatedAt, ...statesOf(order),
    gross, net, pieces, piecesLeft, placedAt, dueAt, mark: null,
  } as OrderRow;
};

/** A data process that knows some orders and decides about them by the rules of the project. */
function aDeskWith(...start: Order[]) {
  const orders = [...start];
  let facts = 1_000;
  const script: Script = {
    'orders.page': () => ok({ total: orders.length, offset: 0, rows: orders.map(rowOf), revision: facts }),
    'orders.counts': ({ filters }: { filters: readonly OrderFilter[] }) => ok({ total: orders.length, counts: filters.map(() => orders.length) }),
    'orders.order': ({ id }: { id: string }) => {
      const order = orders.find((one) => one.id === id);
      return order ? ok({ order, version: 1, unsent: [], refused: [], others: [], editable: true }) : err({ code: 'not-found' as const });
    },
    'orders.do': ({ ids: [id], command }: { ids: string[]; command: OrderCommand }) => {
      const at = orders.findIndex((one) => one.id === id);
      const ran = runCommand(orders[at]!, command, { by, at: Date.now() as EpochMs, newId: () => factIdOf(facts++) });
      if (!ran.ok) return ran;
      orders[at] = ran.value.order;
      return ok({ mids: [factIdOf(facts)], group: null });
    },
  };
  const open = async (hash: string, locale: 'fr' | 'ar' = 'fr') => {
    const opened = await stage.open(aQuietMorning({ locale }, script), { hash });
    return { ...opened, again: () => opened.tell('orders.changed', { revision: facts, ids: null, total: orders.length }) };
  };
  return { open, order: () => orders[0]! };
}

describe('the list of orders', () => {
  test('ORD-02 shows four states side by side, opens an order by keyboard and comes back to its line', async () => {
    const { open } = aDeskWith(anOrder({ facts: [{ kind: 'parcel-shipped', pieces: { [lineIdOf(1)]: 2 }, carrier: 'Amana', tracking: null, locationId: null }] }), anOrder({ n: 2, acceptBy: true }));
    const { page, complaints, close } = await open('#/orders');
    await page.getByRole('rowheader', { name: 'C-1001' }).waitFor();
    const line = page.getByRole('row').filter({ hasText: 'C-1001' });
    for (const state of ['Ouverte', 'Payé', 'Expédiée en partie']) expect(await line.getByText(state, { exact: true }).count()).toBe(1);
    expect(await page.getByRole('row').filter({ hasText: 'C-1002' }).getByText('À accepter').count()).toBe(1);
    expect((await axeOn(page).analyze()).violations).toEqual([]);
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'C-1002' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').waitFor();
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('one order', () => {
  test('ORD-04 more than is left is refused with what was typed; a second parcel leaves with the rest', async () => {
    const { open, order } = aDeskWith(anOrder({ facts: [{ kind: 'parcel-shipped', pieces: { [lineIdOf(1)]: 2 }, carrier: 'Amana', tracking: null, locationId: null }] }));
    const { page, complaints, again, close } = await open(`#/orders/${order().id}`);
    await page.getByRole('heading', { level: 1, name: 'C-1001' }).waitFor();
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog', { name: 'Expédier un colis' });
    const first = dialog.getByRole('textbox', { name: /^Pièces, Article 1/ });
    await first.fill('4');
    await dialog.getByRole('button', { name: 'Expédier', exact: true }).click();
    expect(await dialog.getByRole('alert').innerText()).toMatch(/SKU-1 il en reste 1 à envoyer, pas 4/);
    expect([await first.inputValue(), parcelsOf(order()).length]).toEqual(['4', 1]);
    expect((await axeOn(page).analyze()).violations).toEqual([]);
    await first.fill('1');
    await dialog.getByRole('button', { name: 'Expédier', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await again();
    await page.getByRole('group', { name: 'Où en est la commande' }).getByText('Expédiée', { exact: true }).waitFor();
    expect(parcelsOf(order())).toHaveLength(2);
    expect(complaints).toEqual([]);
    await close();
  });

  test('ORD-05 a held order says why and offers no way to ship, until it is released', async () => {
    const { open, order } = aDeskWith(anOrder());
    const { page, again, close } = await open(`#/orders/${order().id}`);
    await page.getByRole('heading', { level: 1, name: 'C-1001' }).waitFor();
    expect(await page.getByRole('button', { name: /^Expédier…/ }).count()).toBe(2);
    await page.keyboard.press('h');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Motif' }).fill('Adresse à confirmer');
    await page.keyboard.press('Enter');
    await again();
    await page.getByText(/^Retenue depuis .*Adresse à confirmer$/).waitFor();
    expect(await page.getByRole('button', { name: /^Expédier…/ }).count()).toBe(0);
    await page.keyboard.press('s');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('h');
    await again();
    await page.getByRole('button', { name: /^Expédier…/ }).first().waitFor();
    await close();
  });

  test('ORD-06 a return goes from its request to what was counted, step by step, and the timeline says all of it', async () => {
    const { open, order } = aDeskWith(anOrder({ facts: [{ kind: 'parcel-shipped', pieces: { [lineIdOf(1)]: 3 }, carrier: 'Amana', tracking: null, locationId: null }, { kind: 'return-requested', pieces: { [lineIdOf(1)]: 2 }, reason: 'Trop petit', note: null }] }));
    const { page, again, close } = await open(`#/orders/${order().id}`);
    const step = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).click();
      await again();
    };
    await step('Accepter');
    await step('Il est arrivé');
    await page.getByRole('button', { name: 'Contrôler' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: /^Bon état/ }).fill('1');
    await dialog.getByRole('textbox', { name: /^Abîmées/ }).fill('1');
    await dialog.getByRole('button', { name: 'Enregistrer le compte' }).click();
    await dialog.waitFor({ state: 'detached' });
    await again();
    await page.getByText(/bon état\u202f: 1 · abîmé\u202f: 1/).waitFor();
    const told = await page.getByRole('region', { name: 'Ce qui s’est passé' }).innerText();
    for (const what of ['Retour demandé', 'Retour accepté', 'Retour reçu', 'Retour contrôlé', 'Mis au rebut']) expect(told).toContain(what);
    await close();
  });

  test('a note half written is still there after leaving; in Arabic the page runs from right to left', async () => {
    const { open, order } = aDeskWith(anOrder());
    const { page, close } = await open(`#/orders/${order().id}`, 'ar');
    await page.getByRole('textbox', { name: 'كتابة ملاحظة' }).fill('نصف ملاحظة');
    await page.keyboard.press('Escape');
    await page.goto(`${page.url().split('#')[0]}#/orders`);
    await page.getByRole('grid').waitFor();
    await page.goto(`${page.url().split('#')[0]}#/orders/${order().id}`);
    await page.getByRole('textbox', { name: 'كتابة ملاحظة' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'كتابة ملاحظة' }).inputValue()).toBe('نصف ملاحظة');
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    expect((await axeOn(page).analyze()).violations).toEqual([]);
    await close();
  });
});
