import { create } from 'zustand';
import { RowWindow } from '#renderer/lib/rows/row-window.ts';
import type { ConversationRow } from '#shared/messaging/contract.ts';
import type { Presence } from '#shared/messaging/live.ts';

type MessagingState = {
  readonly account: string | null;
  /** Lines and scroll position of the list. */
  readonly window: RowWindow<ConversationRow>;
  /** Everybody else who is in a conversation now. */
  readonly people: readonly Presence[];
};

const fresh = (account: string | null): MessagingState => ({ account, window: new RowWindow<ConversationRow>(({ id }) => id), people: [] });
export const useMessaging = create<MessagingState>(() => fresh(null));

/** Called with whoever is signed in and the shop they look at: nothing of one list is seen in the next. */
export function messagingFor(account: string): void {
  if (useMessaging.getState().account !== account) useMessaging.setState(fresh(account));
}
