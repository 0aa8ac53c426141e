import { Languages, SunMoon } from 'lucide-react';
import { Button as Primitive } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { locales } from '#shared/auth/model.ts';
import { changeSettings, settings } from '#renderer/app/live.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Icon, Menu } from '#renderer/ui/index.ts';
import styles from './page.module.css';

const themes = ['system', 'light', 'dark', 'high-contrast'] as const;

/** Language and appearance before anybody is signed in: nobody should have to read a door they cannot read. */
export function LookSwitch() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const theme = settings.use((live) => live.value?.theme ?? 'system');
  return (
    <div className={styles.look}>
      <Menu
        label={t('language.title')}
        placement="bottom end"
        trigger={
          <Primitive className={styles.lookButton!}>
            <Icon icon={Languages} />
            {languageNames[locale]}
          </Primitive>
        }
        entries={locales.map((code) => ({ id: code, label: languageNames[code], checked: code === locale, onAction: () => void changeSettings({ locale: code }) }))}
      />
      <Menu
        label={t('theme.title')}
        placement="bottom end"
        trigger={
          <Primitive className={styles.lookButton!} aria-label={t('theme.title')}>
            <Icon icon={SunMoon} />
          </Primitive>
        }
        entries={themes.map((choice) => ({ id: choice, label: t(`theme.${choice}`), checked: choice === theme, onAction: () => void changeSettings({ theme: choice }) }))}
      />
    </div>
  );
}
