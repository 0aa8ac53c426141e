import { gunzipSync } from 'node:zlib';
import { column } from '../world/ask.ts';
import { idOf, leakIn, people, SHOPS, tagIn, tagOf, wordOf } from '../world/people.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { Handled, SimServer } from '../world/sim-server.ts';
import type { ServerLine } from '../world/live-hub.ts';
import type { Report } from './violation.ts';

const nameOf = (userId: string): string => people.find((one) => one.userId === userId)!.name;

/** I6: no answer, file or message that leaves the server holds a word of a shop its reader may not read at that moment. */
export function watchLeaks(server: SimServer, report: Report): { answered(handled: Handled): void } {
  server.hub.onSend = (line: ServerLine, text: string) => inspect(line.userId, 'the live line', Buffer.from(text));
  // A file that was made before a record moved away is still handed out as it was.
  const inspect = (userId: string, where: string, bytes: Buffer): void => {
    const readable = server.readableShops(userId);
    for (const shop of SHOPS) {
      const found = readable.has(shop) && !server.moves ? null : leakIn(bytes, shop, nameOf(userId), (tag) => (where === 'chunk' && tag !== null && (readable.has(shop) || server.wasIn(idOf(tag) ?? '', readable))) || mayRead(server, readable, shop, tag));
      if (found !== null) report('I6', `${where} told ${nameOf(userId)} something of shop ${shop}: ${found}`);
    }
  };
  return {
    answered: ({ actor, request, reply }) => {
      if (actor === null) return;
      const body = Buffer.from(reply.body);
      inspect(actor.userId, request.name, request.name === 'chunk' && body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body);
    },
  };
}

/** Whether somebody who reads these shops may read a word: by where its record is now or was last, and for one nobody knows by the shop whose word it is. */
function mayRead(server: SimServer, readable: ReadonlySet<number>, shop: number, tag: string | null): boolean {
  const now = tag === null || !server.moves ? undefined : server.shopOf(idOf(tag) ?? '') ?? server.lastShopOf(idOf(tag) ?? '');
  return readable.has(now ?? shop);
}

/** I6: what others wrote in a conflict does not stay where its record is no more. */
export function checkConflictsLeft(consoles: readonly SimConsole[], report: Report): void {
  for (const console of consoles) {
    const left = column(console.db.sqlite, 'SELECT mid FROM conflict WHERE entity_id NOT IN (SELECT id FROM product UNION ALL SELECT id FROM shop UNION ALL SELECT id FROM orders)');
    if (left.length > 0) report('I6', `${console.name} keeps the conflict of ${String(left[0])} on a record that is not here any more`);
  }
}

/** I6: no byte on the disk of a console is of a shop its person may not read. */
export function checkDisks(server: SimServer, consoles: readonly SimConsole[], report: Report): void {
  for (const console of consoles) {
    // Rows that vanished behind the back of the product left words in the full text that belong to no record any more.
    if (console.damaged.size > 0) continue;
    const readable = server.readableShops(console.person.userId);
    const bytes = console.bytes();
    const seen = server.moves ? server.everSaidIn(readable) : '';
    for (const shop of SHOPS) {
      const found = readable.has(shop) && !server.moves ? null : leakIn(bytes, shop, console.person.name, (tag) => (tag === null ? readable.has(shop) || seen.includes(wordOf(shop)) : mayRead(server, readable, shop, tag)));
      if (found !== null) report('I6', `the disk of ${console.name} holds something of shop ${shop}: ${found}`);
    }
    if (!server.moves) continue;
    for (const [id, shop] of server.whereabouts()) {
      const found = readable.has(shop) ? null : tagIn(bytes, tagOf(id), console.person.name);
      if (found !== null) report('I6', `the disk of ${console.name} still knows ${id}, which is in shop ${shop} now: ${found}`);
    }
  }
}
