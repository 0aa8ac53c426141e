import type { EngineLimits } from '#electron/sync/engine.ts';
import { drawOrderEdits } from './draw-orders.ts';
import { drawPictureEdits } from './draw-pictures.ts';
import { chanceFrom, type Chance } from './world/chance.ts';
import type { PersonName } from './world/people.ts';
import type { Faults } from './world/wire.ts';

/** What people do on the page of a shop. */
export const shopEditKinds = ['shop-field', 'shop-about', 'shop-table', 'shop-place', 'shop-status'] as const;
export type ShopEditKind = (typeof shopEditKinds)[number];
/** What people do to the pictures of a product. */
export const pictureEditKinds = ['picture-add', 'picture-remove', 'picture-order', 'picture-change', 'picture-words', 'picture-variants'] as const;
export type PictureEditKind = (typeof pictureEditKinds)[number];
/** What people do about an order. */
export const orderEditKinds = ['order-answer', 'order-ship', 'order-hold', 'order-parcel', 'order-return', 'order-note'] as const;
export type OrderEditKind = (typeof orderEditKinds)[number];
/** What people do at a console. */
export const editKinds = [...shopEditKinds, ...pictureEditKinds, ...orderEditKinds, 'price', 'stock-move', 'stock-count', 'title', 'description', 'brand', 'tags', 'status', 'sku', 'variant-add', 'variant-remove', 'condition', 'move', 'bulk', 'create', 'delete', 'undo-one', 'undo-all', 'settle'] as const;
/** What happens to consoles, network and server. */
export const mishapKinds = ['crash', 'die-at-commit', 'close', 'cut', 'away', 'sleep', 'clock', 'try-now', 'server-restart', 'server-dies', 'regrant', 'compact', 'renumber', 'backup', 'restore', 'damage', 'console-renewed', 'server-renewed', 'change-over', 'order-told'] as const;
export type EditKind = (typeof editKinds)[number];
export type MishapKind = (typeof mishapKinds)[number];
export type ActionKind = EditKind | MishapKind;

/**
 * One thing that happens, at a moment after the start. What exactly it comes to (which product, which price) follows from `seed` and from what the
 * console shows at that moment: an action can be left out and the others still make sense.
 */
export type Action = { readonly at: number; readonly kind: ActionKind; readonly console: number; readonly seed: number };

/** A whole history before it happens: everything that is left to chance is in here or follows from `seed`. */
export type Plan = {
  readonly seed: string;
  readonly people: readonly PersonName[];
  /** Works at the first console in turns with whoever that is; null: it is theirs alone. */
  readonly second: PersonName | null;
  readonly skewsMs: readonly number[];
  readonly limits: EngineLimits;
  readonly faults: Faults;
  /** Long work on a console's cache takes up to so long, and everything else goes on meanwhile. */
  readonly pausesMs: number;
  readonly actions: readonly Action[];
  /** People work on this many products of each shop. */
  readonly products: number;
  /** Server and consoles begin so many schemas behind today's, and are renewed one by one. */
  readonly behind: number;
  /** Shops have orders. */
  readonly orders: boolean;
  /** From this moment on nothing goes wrong any more, milliseconds after the start. */
  readonly calmAt: number;
};

const casts: readonly (readonly PersonName[])[] = [
  ['Salma', 'Karim'], ['Salma', 'Salma'], ['Salma', 'Karim', 'Amina'], ['Karim', 'Yann', 'Amina'], ['Salma', 'Karim', 'Yann'], ['Salma', 'Amina', 'Sofia'], ['Karim', 'Karim', 'Yann', 'Salma'], ['Salma', 'Karim', 'Amina', 'Nour'],
];

const weights: Readonly<Record<ActionKind, number>> = {
  'price': 10, 'stock-move': 10, 'stock-count': 3, 'title': 4, 'description': 6, 'brand': 4, 'tags': 5, 'status': 4, 'sku': 3, 'variant-add': 3, 'variant-remove': 2, 'condition': 1.5, 'move': 1.5, 'bulk': 3, 'create': 4, 'delete': 3,
  'shop-field': 3, 'shop-about': 2, 'shop-table': 2, 'shop-place': 2, 'shop-status': 0.5, 'undo-one': 3, 'undo-all': 1, 'settle': 4,
  // Drawn by chances of their own (`draw-orders.ts`, `draw-pictures.ts`).
  'order-answer': 0, 'order-ship': 0, 'order-hold': 0, 'order-parcel': 0, 'order-return': 0, 'order-note': 0, 'order-told': 0,
  'picture-add': 0, 'picture-remove': 0, 'picture-order': 0, 'picture-change': 0, 'picture-words': 0, 'picture-variants': 0,
  'crash': 3, 'die-at-commit': 4, 'close': 1, 'cut': 6, 'away': 1.5, 'sleep': 0.5, 'clock': 2, 'try-now': 2, 'server-restart': 1, 'server-dies': 2, 'regrant': 4, 'compact': 1.5, 'renumber': 1, 'backup': 1, 'restore': 1, 'damage': 1.5, 'console-renewed': 0, 'server-renewed': 0, 'change-over': 0,
};

type Theme = { readonly more: readonly ActionKind[]; readonly faults?: Partial<Faults>; readonly casts?: readonly (readonly PersonName[])[]; /** Begins a schema behind, and the consoles are renewed long after the server. */ readonly older?: true;
  /** Two people share the first console. */
  readonly shared?: true;
  /** What follows edits made while cut off: at once, and when everybody has been back for a while. */
  readonly around?: { readonly after?: MishapKind; readonly later?: MishapKind };
};
/** What a history is mainly about, so that rare meetings become common in some. */
const themes: readonly Theme[] = [
  { more: [] },
  { more: ['stock-move', 'stock-move', 'cut'], faults: { lostReply: 0.4 } },
  { more: ['sku', 'sku', 'sku', 'status', 'variant-add', 'variant-remove', 'cut'] },
  { more: ['description', 'title', 'price', 'cut', 'settle'] },
  { more: ['description', 'description', 'description'], faults: { pokeLost: 0.5 } },
  { more: ['delete', 'create', 'compact', 'cut', 'cut'] },
  { more: ['regrant', 'regrant', 'price', 'brand', 'cut'], faults: { lostReply: 0.6, pokeLost: 0.7 } },
  { more: ['crash', 'die-at-commit', 'die-at-commit', 'die-at-commit', 'bulk', 'price'] },
  { more: ['undo-one', 'undo-all', 'price', 'stock-move', 'cut'], faults: { lostReply: 0.3, lostRequest: 0.2 } },
  { more: ['move', 'move', 'move', 'price', 'brand', 'cut', 'cut'], casts: [['Karim', 'Yann', 'Amina'], ['Salma', 'Yann', 'Amina'], ['Salma', 'Nour', 'Amina', 'Karim']] },
  { more: ['variant-add', 'variant-add', 'variant-add', 'brand', 'brand', 'price', 'price', 'cut'], older: true },
  { more: ['shop-field', 'shop-field', 'shop-about', 'shop-table', 'shop-place', 'cut'] },
  { more: ['shop-place', 'shop-place', 'shop-place', 'stock-move', 'stock-move', 'cut'], faults: { pokeLost: 0.5 }, casts: [['Salma', 'Salma'], ['Salma', 'Salma', 'Karim']] },
  { more: ['away', 'away', 'price', 'description', 'stock-count', 'try-now'], faults: { lostReply: 0.2 } },
  { more: ['backup', 'restore', 'stock-move', 'create'], faults: { twice: 0.2 }, around: { after: 'backup', later: 'restore' } },
  { more: ['change-over', 'change-over', 'change-over', 'price', 'title', 'stock-move', 'cut'], shared: true },
  { more: ['sleep', 'sleep', 'bulk', 'price', 'cut'] },
  { more: ['bulk', 'bulk', 'delete', 'price', 'try-now', 'try-now', 'try-now'], faults: { late: 0.5, pokeLate: 0.6 } },
  { more: ['create', 'create', 'price', 'title', 'cut'], faults: { lostReply: 0.5, pokeLost: 0.6 } },
  { more: ['title', 'brand', 'shop-field', 'cut'], around: { later: 'regrant' } },
  { more: ['delete', 'delete', 'compact', 'description', 'cut'], faults: { late: 0.3 }, around: { after: 'compact' } },
];
/** As much more likely. */
const MORE = 10;

function drawKind(chance: Chance, { more }: Theme): ActionKind {
  const entries = Object.entries(weights).map(([kind, weight]): [ActionKind, number] => [kind as ActionKind, weight + MORE * more.filter((one) => one === kind).length]);
  let left = chance.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [kind, weight] of entries) if ((left -= weight) < 0) return kind;
  return 'price';
}

const followers: readonly ActionKind[] = ['undo-one', 'regrant', 'die-at-commit'];
const isEdit = (kind: ActionKind): boolean => (editKinds as readonly string[]).includes(kind);

/**
 * People meet on one thing. Mostly everybody is cut off for a while and works on the same field: what makes conflicts, merges and refusals.
 * Where the theme has it, something follows each edit while it is on its way: it is taken back, the shop is taken away, the power goes.
 */
function drawMeeting(chance: Chance, theme: Theme, consoles: number, at: number, act: (at: number, kind: ActionKind, console: number) => Action): Action[] {
  const drawEdit = (): ActionKind => {
    const kind = drawKind(chance, theme);
    return isEdit(kind) && !kind.startsWith('undo') && kind !== 'settle' ? kind : drawEdit();
  };
  const kind = drawEdit();
  const follows = followers.find((one) => theme.more.includes(one));
  if (follows !== undefined && chance.happens(0.7)) {
    return Array.from({ length: consoles }, (_, console) => {
      const then = at + chance.whole(2_000);
      // The power goes where the news arrives.
      const whose = follows === 'die-at-commit' ? (console + 1) % consoles : console;
      return [act(then, drawEdit(), console), act(then + chance.whole(follows === 'undo-one' ? 3_000 : 60), follows, whose), act(then + 100 + chance.whole(4_000), drawEdit(), console)];
    }).flat();
  }
  const { after, later } = theme.around ?? {};
  return Array.from({ length: consoles }, (_, console) => {
    const edited = at + 100 + chance.whole(4_000);
    return [
      act(at, theme.more.includes('away') && chance.happens(0.6) ? 'away' : 'cut', console), act(edited, chance.happens(0.75) ? kind : drawEdit(), console),
      ...(after === undefined ? [] : [act(edited + chance.whole(100), after, console)]), ...(later === undefined ? [] : [act(at + BACK_MS + chance.whole(10_000), later, console)]),
    ];
  }).flat();
}
/** By then everybody who was cut off in a meeting is back. */
const BACK_MS = 45_000;

const LONGEST_MS = 150_000;

/** Draws a history from its seed. */
export function drawPlan(seed: string): Plan {
  const chance = chanceFrom(`plan ${seed}`);
  const trouble = chance.pick([0, 0.03, 0.1, 0.25]);
  const some = () => (chance.happens(0.6) ? trouble * chance.next() : 0);
  const theme = chance.pick(themes);
  const shortest = theme.around?.later === undefined ? 20_000 : 2 * BACK_MS;
  const lengthMs = shortest + chance.whole(LONGEST_MS - shortest);
  const count = 10 + chance.whole(40);
  const people = chance.pick(theme.casts ?? casts);
  const behind = theme.older ? 1 : chance.happens(0.2) ? chance.pick([1, 1, 1, 3]) : 0;
  const act = (at: number, kind: ActionKind, console: number): Action => ({ at, kind, console, seed: chance.whole(2 ** 31) });
  const actions = Array.from({ length: count }, () => act(chance.whole(lengthMs), drawKind(chance, theme), chance.whole(people.length)));
  for (let meetings = 1 + chance.whole(4); meetings > 0; meetings--) actions.push(...drawMeeting(chance, theme, people.length, chance.whole(lengthMs - (shortest - 20_000)), act));
  if (behind > 0) {
    // Mostly the server comes first; a console that is ahead of it has to wait.
    const serverFirst = theme.older ?? chance.happens(0.6);
    const between = (from: number, to: number): number => Math.floor(lengthMs * from) + chance.whole(lengthMs * (to - from));
    actions.push(act(serverFirst ? between(0, 0.2) : between(0.5, 0.9), 'server-renewed', 0), ...people.map((_, console) => act(serverFirst ? between(0.7, 1) : between(0, 0.5), 'console-renewed', console)));
  }
  const aboutOrders = drawOrderEdits(seed, lengthMs, people.length);
  return {
    seed,
    people,
    second: theme.shared ? chance.pick((['Karim', 'Yann', 'Salma'] as const).filter((name) => name !== people[0])) : null,
    behind,
    skewsMs: people.map(() => (chance.happens(0.5) ? 0 : chance.whole(7_200_000) - 3_600_000)),
    limits: { fileFromRows: chance.pick([0, 12, 10_000]), firstRows: chance.pick([2, 5, 200]), pageRows: chance.pick([1, 3, 10, 500]), batchEdits: chance.pick([1, 2, 5, 500]) },
    faults: { lostRequest: some(), lostReply: some(), cutReply: some() / 2, twice: some(), late: some(), pokeLost: some() * 2, pokeTwice: some(), pokeLate: some(), ...theme.faults },
    pausesMs: chance.pick([0, 50, 2_000, 8_000]),
    actions: [...actions, ...drawPictureEdits(seed, lengthMs, people.length), ...aboutOrders].sort((a, b) => a.at - b.at),
    products: chance.pick([1, 1, 1, 2, 7]),
    orders: aboutOrders.length > 0,
    calmAt: lengthMs,
  };
}
