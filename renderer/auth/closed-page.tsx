import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '#renderer/app/mark.tsx';
import { LookSwitch } from './look-switch.tsx';
import styles from './page.module.css';

/** A page before the console's own frame: the name, language and theme at the top, one column in the middle. */
export function ClosedPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation('auth');
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <Mark size={22} />
        <span className={styles.brand}>{t('brand')}</span>
        <LookSwitch />
      </header>
      <main className={styles.main}>
        <div className={styles.column}>{children}</div>
      </main>
    </div>
  );
}
