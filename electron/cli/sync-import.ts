import type { Terminal } from '#electron/start/terminal.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';
import { syncChannels } from '#shared/sync/contract.ts';
import type { ImportLook } from '#shared/sync/outbox-model.ts';
import type { DataProcessLine } from './data-process-line.ts';
import { handOver } from './hand-over.ts';

const said = ({ total, applies, merges, conflicts, refused, gone, known, elsewhere, unreadable, lines, complete, asked }: ImportLook): string[] => [
  `${total} changes: ${applies + merges} apply, ${conflicts} conflicts, ${refused} refused, ${gone} about records that are gone, ${known} known already, ${elsewhere} of other shops`,
  ...(unreadable > 0 ? [`${unreadable} unreadable lines`] : []),
  ...lines.map(({ line, why, at }) => `  line ${line}: ${why}${at === null ? '' : ` (${at})`}`),
  ...(complete ? [] : ['The file stops before its end.']),
  ...(asked ? [] : ['The server could not be asked what it has: it looks when they are sent.']),
];

/**
 * Takes over an exported outbox without a window: says what it would come to, and does it when `agreed`.
 *
 * @returns how many changes wait to be sent because of it
 */
export async function importFile(data: DataProcessLine, path: string, agreed: boolean, terminal: Terminal): Promise<Result<number, string>> {
  const handed = await handOver(data, path, { what: 'outbox' }, 'application/json');
  if (!handed.ok) return err(`The file was not read: ${handed.error}.`);
  const intake = handed.value;
  const look = await data.ask('sync.importLook', { intake }, syncChannels['sync.importLook'].output);
  if (!look.ok) return err(`The file was not taken over: ${look.error}.`);
  for (const line of said(look.value)) terminal.say(line);
  if (!agreed) {
    terminal.say('Nothing was done yet: add --yes to take them over.');
    return ok(0);
  }
  const taken = await data.ask('sync.import', { intake }, syncChannels['sync.import'].output);
  if (!taken.ok) return err(`The file was not taken over: ${taken.error}.`);
  terminal.say(`${taken.value.queued} taken over, ${taken.value.drafts} as drafts`);
  return ok(taken.value.queued);
}
