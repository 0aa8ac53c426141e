import { join } from 'node:path';
import { clamdScanner } from '#server/media/scanner.ts';
import { aFolder } from '#tests/support/running-server.ts';
import { aFakeClamd } from './fake-clamd.ts';

/** A scanner behind a socket of the machine that can be taken away and brought back. */
export async function createScannerSwitch() {
  const path = join(aFolder(), 'clamd.sock');
  let running = await aFakeClamd({ path });
  return {
    address: { path },
    scan: clamdScanner({ path }),
    off: () => running.stop(),
    on: async () => {
      running = await aFakeClamd({ path });
    },
  };
}
