import { useTranslation } from 'react-i18next';
import { MARKETPLACE } from '#shared/auth/model.ts';

/** Names whoever did something, as the server told: staff of the marketplace have one name for all of them; null where nobody is known. */
export function useWho(): (by: string | null) => string | null {
  const { t } = useTranslation('common');
  return (by) => (by === MARKETPLACE ? t('shop.market') : by);
}
