import { messagingLiveEvents } from '../messaging/live.ts';
import { serverEvents } from '../sync/contract.ts';

/** Everything the server tells consoles over the socket. */
export const liveEvents = { ...serverEvents, ...messagingLiveEvents } as const;
