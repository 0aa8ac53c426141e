import { useTranslation } from 'react-i18next';
import { Mark } from './mark.tsx';
import styles from './starting.module.css';

/** The first moment, before the data process has answered; drawn late, so that a quick start never shows it. */
export function Starting() {
  const { t } = useTranslation('common');
  return (
    <div className={styles.starting} role="status">
      <Mark size={28} />
      <p>{t('app.starting')}</p>
    </div>
  );
}
