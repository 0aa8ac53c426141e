import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import type { Log } from '#electron/ipc/log.ts';
import { isOwnAddress } from './origin.ts';

/** Whether a message comes from the console's own page, in the top frame of one of its own windows. */
export function isOwnSender(event: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame' | 'sender'>, isOwnWindow: (contentsId: number) => boolean, log: Log): boolean {
  const frame = event.senderFrame;
  const own = frame !== null && !frame.detached && frame.parent === null && isOwnAddress(frame.url) && isOwnWindow(event.sender.id);
  if (!own) log.warn({ code: 'unknown-origin' }, 'refused a message from a page that is not the console');
  return own;
}
