import { z } from 'zod';
import { locale } from '../../auth/model.ts';
import { channels, events } from '../../contract/channel.ts';
import { uuid } from '../../kernel/ids.ts';
import { exportChoice, exportState, exportWhat } from './model.ts';

export const exportChannels = channels({
  /** How many products an export is about, and how many rows (variants) they have at most; `shops` more than one: nothing can be written, a file is of one shop. `stem`: what its file is called, up to the ending of the format. */
  'bulk.exportLook': { input: z.object({ what: exportWhat }), output: z.object({ products: z.int(), rows: z.int(), shops: z.int(), stem: z.string().nullable() }) },
  /**
   * Begins to write products into a file: in this person's folder of downloads under a free name, or at the `place` a shell was given. Answers at once; `bulk.exporting` tells of the rest.
   */
  'bulk.export': { input: z.object({ what: exportWhat, choice: exportChoice, place: uuid.nullable().default(null) }), output: exportState },
  'bulk.exportState': { input: z.object({ id: uuid }), output: exportState },
  /** Stops it; nothing of the file stays. */
  'bulk.stopExport': { input: z.object({ id: uuid }), output: exportState },
  /**
   * The rows of an imported file that failed, in a file like it with one column more that says why; mended there it is imported alone. `words` says what is wrong with a line, in the
   * language the person reads.
   */
  'bulk.failedFile': {
    input: z.object({ plan: uuid, locale, words: z.array(z.strictObject({ line: z.int().min(1), text: z.string().max(2_000) })).max(1_000_000), place: uuid.nullable().default(null) }),
    output: z.object({ file: z.string(), rows: z.int() }),
  },
  /** What an imported file says in columns without a meaning, row by row with what names the product, as CSV. Refused as `notes-none` where there is nothing. */
  'bulk.notesFile': { input: z.object({ plan: uuid, place: uuid.nullable().default(null) }), output: z.object({ file: z.string(), rows: z.int() }) },
});

export const exportEvents = events({
  /** How far an export is, some times a second, and once more when it is over. */
  'bulk.exporting': exportState,
});
