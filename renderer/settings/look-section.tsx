import { Contrast, Moon, Sun, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { locales } from '#shared/auth/model.ts';
import type { Currency, Minor } from '#shared/kernel/money.ts';
import type { EpochMs } from '#shared/kernel/time.ts';
import type { Settings } from '#shared/settings/contract.ts';
import { changeSettings, useMe } from '#renderer/app/live.ts';
import { formatExact, formatMoney, formatNumber } from '#renderer/lib/format.ts';
import { languageNames } from '#renderer/lib/i18n.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { Segmented, showToast, Switch } from '#renderer/ui/index.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import styles from './settings.module.css';

/** Language, colours, density, motion. */
export function LookSection({ settings }: { settings: Settings }) {
  const { t } = useTranslation(['settings', 'common']);
  const explain = useExplain();
  const me = useMe();
  const now = useNow(60_000);
  const change = async (part: Partial<Settings>) => {
    const result = await changeSettings(part);
    if (!result.ok) {
      const said = explain(result.error);
      showToast({ tone: 'bad', text: said.what, detail: said.wayOut });
    }
  };
  const currency = me?.shops[0]?.currency ?? ('MAD' as Currency);
  return (
    <>
      <div className={styles.setting}>
        <Segmented
          label={t('language.title')}
          items={locales.map((id) => ({ id, label: languageNames[id] }))}
          value={settings.locale}
          onChange={(locale) => void change({ locale })}
        />
        <p className={styles.hint}>{t('language.example', { number: formatNumber(50_000, settings.locale), money: formatMoney(129950 as Minor, currency, settings.locale), date: formatExact(now as EpochMs, settings.locale) })}</p>
      </div>
      <div className={styles.setting}>
        <Segmented
          label={t('theme.title')}
          items={[
            { id: 'system', label: t('theme.system'), icon: SunMoon },
            { id: 'light', label: t('theme.light'), icon: Sun },
            { id: 'dark', label: t('theme.dark'), icon: Moon },
            { id: 'high-contrast', label: t('theme.high-contrast'), icon: Contrast },
          ]}
          value={settings.theme}
          onChange={(theme) => void change({ theme })}
        />
      </div>
      <div className={styles.setting}>
        <Segmented
          label={t('density.title')}
          items={[
            { id: 'compact', label: t('density.compact') },
            { id: 'normal', label: t('density.normal') },
            { id: 'comfortable', label: t('density.comfortable') },
          ]}
          value={settings.density}
          onChange={(density) => void change({ density })}
        />
        <p className={styles.hint}>{t('density.hint')}</p>
      </div>
      <div className={styles.setting}>
        <Switch isSelected={settings.reducedMotion} onChange={(reducedMotion) => void change({ reducedMotion })}>
          {t('motion.title')}
        </Switch>
        <p className={styles.hint}>{t('motion.hint')}</p>
      </div>
    </>
  );
}
