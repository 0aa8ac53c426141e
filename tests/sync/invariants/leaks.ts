import { gunzipSync } from 'node:zlib';
import { leakIn, people, SHOPS } from '../world/people.ts';
import type { SimConsole } from '../world/sim-console.ts';
import type { Handled, SimServer } from '../world/sim-server.ts';
import type { ServerLine } from '../world/live-hub.ts';
import type { Report } from './violation.ts';

const nameOf = (userId: string): string => people.find((one) => one.userId === userId)!.name;

/** I6: no answer, file or message that leaves the server holds a word of a shop its reader may not read at that moment. */
export function watchLeaks(server: SimServer, report: Report): { answered(handled: Handled): void } {
  server.hub.onSend = (line: ServerLine, text: string) => inspect(line.userId, 'the live line', Buffer.from(text));
  const inspect = (userId: string, where: string, bytes: Buffer): void => {
    const readable = server.readableShops(userId);
    for (const shop of SHOPS) {
      const found = readable.has(shop) ? null : leakIn(bytes, shop, nameOf(userId));
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

/** I6: no byte on the disk of a console is of a shop its person may not read. */
export function checkDisks(server: SimServer, consoles: readonly SimConsole[], report: Report): void {
  for (const console of consoles) {
    // Rows that vanished behind the back of the product left words in the full text that belong to no record any more.
    if (console.damaged.size > 0) continue;
    const readable = server.readableShops(console.person.userId);
    const bytes = console.bytes();
    for (const shop of SHOPS) {
      const found = readable.has(shop) ? null : leakIn(bytes, shop, console.person.name);
      if (found !== null) report('I6', `the disk of ${console.name} holds something of shop ${shop}: ${found}`);
    }
  }
}
