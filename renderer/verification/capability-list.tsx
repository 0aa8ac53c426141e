import { useTranslation } from 'react-i18next';
import type { VerificationCase } from '#shared/verification/contract.ts';
import { formatList } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Status } from '#renderer/ui/index.ts';
import styles from './verification.module.css';

/** More than these are a number: the list below says which. */
const FEW = 4;

/** What the shop may do as far as it is verified, and what stands against the rest. */
export function CapabilityList({ may }: { may: VerificationCase['may'] }) {
  const { t } = useTranslation('verification');
  const locale = useLocale();
  return (
    <ul className={styles.may} aria-label={t('may.label')}>
      {may.map(({ capability, allowed, blockedBy }) => (
        <li key={capability}>
          <Status tone={allowed ? 'ok' : 'warn'}>{t(`may.${capability}`)} · {allowed ? t('may.yes') : t('may.no')}</Status>
          {blockedBy.length > FEW && <span className={styles.soft}>{t('may.blockedByMany', { count: blockedBy.length })}</span>}
          {blockedBy.length > 0 && blockedBy.length <= FEW && <span className={styles.soft}>{t('may.blockedBy', { what: formatList(blockedBy.map((kind) => t(`requirement.${kind}`)), locale) })}</span>}
        </li>
      ))}
    </ul>
  );
}
