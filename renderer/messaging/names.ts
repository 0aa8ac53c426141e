import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { useMe } from '#renderer/app/live.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Colleague } from '#shared/messaging/contract.ts';
import type { Conversation, Speaker } from '#shared/messaging/model.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';

type Known = { readonly colleagues: readonly Colleague[]; readonly names: ReadonlyMap<string, string> };
const nobody: Known = { colleagues: [], names: new Map() };
const usePeopleKnown = create<Known>(() => nobody);

/** Asks who people are, once for every line and message on the screen: each of them asking would be a call to the server for each. */
export function useColleagues(): void {
  const { data } = useAsk('messaging.colleagues', {});
  useEffect(() => {
    if (data) usePeopleKnown.setState({ colleagues: data.colleagues, names: new Map(data.colleagues.map(({ id, name }) => [id, name])) });
  }, [data]);
  useEffect(() => () => usePeopleKnown.setState(nobody), []);
}

/** Who people are: colleagues by their names, oneself as "You", the marketplace by its own. */
export function useNames(): { readonly colleagues: readonly Colleague[]; readonly nameOf: (id: string | null) => string | null; readonly speakerOf: (speaker: Speaker, conversation: Conversation) => string; readonly called: (name: string) => string } {
  const { t } = useTranslation('messaging');
  const me = useMe();
  const { colleagues, names } = usePeopleKnown();
  const nameOf = useCallback((id: string | null) => (id === null ? null : id === me?.id ? t('you') : (names.get(id) ?? null)), [me, names, t]);
  const speakerOf = useCallback((speaker: Speaker, { customer }: Conversation) => {
    if (speaker.role === 'customer') return customer?.name ?? t('customer');
    return nameOf(speaker.id) ?? (speaker.role === 'vendor' ? t('shop') : t('marketplace'));
  }, [nameOf, t]);
  return { colleagues, nameOf, speakerOf, called: (name) => (name === MARKETPLACE ? t('marketplace') : name) };
}
