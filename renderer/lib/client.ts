import type { AppError } from '#shared/kernel/errors.ts';
import type { Result } from '#shared/kernel/result.ts';
import { createBrowserBridge } from './browser-bridge.ts';
import { createClient, type ChannelName, type Client, type EventName, type Input, type Output, type Payload } from './create-client.ts';

export type { ChannelName, EventName, Input, Output, Payload } from './create-client.ts';

let client: Client | null = null;

/** Made at the first question: the preload's line where there is one, else a WebSocket to where this page came from. */
function line(): Client {
  client ??= createClient(
    window.comptoir ?? createBrowserBridge(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/channel`, navigator.platform),
  );
  return client;
}

/** Asks the data process; answers a value or a refusal, and never throws. */
export function ask<K extends ChannelName>(channel: K, input: Input<K>): Promise<Result<Output<K>, AppError>> {
  return line().ask(channel, input);
}

/** Hears what the data process tells unasked; returns how to stop. */
export function listen<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void {
  return line().listen(event, listener);
}

/** Hears whether the line to the data process is there (it breaks when that process ends). */
export const onLine = (listener: (open: boolean) => void): (() => void) => line().onLine(listener);
