import { useState } from 'react';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { SignOutDialog } from '#renderer/auth/sign-out-dialog.tsx';
import { session } from '#renderer/app/live.ts';
import { Button } from '#renderer/ui/index.ts';
import styles from './settings.module.css';

/** Who is signed in, where the session rests, and the way out. */
export function AccountSection() {
  const { t } = useTranslation(['settings', 'common']);
  const current = session.use((live) => live.value);
  const [leaving, setLeaving] = useState(false);
  if (current?.name !== 'signed-in') return null;
  const { me } = current;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('account.name')}</dt>
        <dd>
          <bdi>{me.name}</bdi>
        </dd>
        <dt>{t('account.email')}</dt>
        <dd>
          <bdi dir="ltr">{me.email}</bdi>
        </dd>
        <dt>{t('account.role')}</dt>
        <dd>{t(`common:role.${me.role}`)}</dd>
        {me.shops.length > 0 && (
          <>
            <dt>{t('account.shops', { count: me.shops.length })}</dt>
            <dd>
              <ul>
                {me.shops.map((shop) => (
                  <li key={shop.id}>
                    <bdi>{shop.name}</bdi>
                    <span className={styles.soft}>
                      {' · '}
                      <bdi>{shop.city}</bdi>
                      {' · '}
                      <bdi dir="ltr">{shop.currency}</bdi>
                    </span>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        <dt>{t('account.tokenStore')}</dt>
        <dd>{t(`account.token.${current.tokenStore}`)}</dd>
      </dl>
      <div>
        <Button icon={LogOut} onPress={() => setLeaving(true)}>
          {t('common:account.signOut')}
        </Button>
      </div>
      <SignOutDialog isOpen={leaving} onClose={() => setLeaving(false)} />
    </>
  );
}
