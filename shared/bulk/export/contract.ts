import { z } from 'zod';
import { channels, events } from '../../contract/channel.ts';
import { uuid } from '../../kernel/ids.ts';
import { exportChoice, exportState, exportWhat } from './model.ts';

export const exportChannels = channels({
  /** How many products an export is about, and how many rows (variants) they have at most; `shops` more than one: nothing can be written, a file is of one shop. */
  'bulk.exportLook': { input: z.object({ what: exportWhat }), output: z.object({ products: z.int(), rows: z.int(), shops: z.int() }) },
  /**
   * Begins to write products into a file: in this person's folder of downloads under a free name, or at the `place` a shell was given. Answers at once; `bulk.exporting` tells of the rest.
   */
  'bulk.export': { input: z.object({ what: exportWhat, choice: exportChoice, place: uuid.nullable().default(null) }), output: exportState },
  'bulk.exportState': { input: z.object({ id: uuid }), output: exportState },
  /** Stops it; nothing of the file stays. */
  'bulk.stopExport': { input: z.object({ id: uuid }), output: exportState },
});

export const exportEvents = events({
  /** How far an export is, some times a second, and once more when it is over. */
  'bulk.exporting': exportState,
});
