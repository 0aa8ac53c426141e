import { useTranslation } from 'react-i18next';
import type { Me } from '#shared/auth/model.ts';
import { PasswordAgain } from './password-again.tsx';
import styles from './page.module.css';

/** The server wants the password again: a line above the page, while work goes on from the cache. */
export function SignInAgain({ me }: { me: Me }) {
  const { t } = useTranslation('auth');
  return (
    <PasswordAgain email={me.email} classes={{ form: styles.again!, field: styles.againField! }}>
      <p className={styles.againText}>
        <b>{t('again.title')}</b> {t('again.text')}
      </p>
    </PasswordAgain>
  );
}
