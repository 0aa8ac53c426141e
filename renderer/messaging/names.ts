import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '#renderer/app/live.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import type { Colleague } from '#shared/messaging/contract.ts';
import type { Conversation, Speaker } from '#shared/messaging/model.ts';
import { MARKETPLACE } from '#shared/auth/model.ts';

const none: readonly Colleague[] = [];

/** Who people are: colleagues by their names, oneself as "You", the marketplace by its own. */
export function useNames(): { readonly colleagues: readonly Colleague[]; readonly nameOf: (id: string | null) => string | null; readonly speakerOf: (speaker: Speaker, conversation: Conversation) => string; readonly called: (name: string) => string } {
  const { t } = useTranslation('messaging');
  const me = useMe();
  const { data } = useAsk('messaging.colleagues', {});
  const colleagues = data?.colleagues ?? none;
  const names = useMemo(() => new Map(colleagues.map(({ id, name }) => [id as string, name])), [colleagues]);
  const nameOf = useCallback((id: string | null) => (id === null ? null : id === me?.id ? t('you') : (names.get(id) ?? null)), [me, names, t]);
  const speakerOf = useCallback((speaker: Speaker, { customer }: Conversation) => {
    if (speaker.role === 'customer') return customer?.name ?? t('customer');
    return nameOf(speaker.id) ?? (speaker.role === 'vendor' ? t('shop') : t('marketplace'));
  }, [nameOf, t]);
  return { colleagues, nameOf, speakerOf, called: (name) => (name === MARKETPLACE ? t('marketplace') : name) };
}
