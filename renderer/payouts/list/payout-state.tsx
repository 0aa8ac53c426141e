import { useTranslation } from 'react-i18next';
import { Status } from '#renderer/ui/index.ts';
import type { VendorPayout } from '#shared/payouts/vendor-contract.ts';
import { tones } from './tones.ts';
import styles from '../vendor.module.css';

/** Reasons banks give most when they send a payment back, as ISO 20022 codes them; the others are shown as they are. */
const known = ['AC01', 'AC04', 'AC06', 'AG01', 'AM09', 'BE04', 'MD07', 'MS02', 'MS03', 'RC01', 'RR01', 'RR02', 'RR03', 'RR04'] as const;

/** How a payout stands, and why where it did not come off. */
export function PayoutStateWords({ payout: { state, failureCode, leftOut } }: { payout: Pick<VendorPayout, 'state' | 'failureCode' | 'leftOut'> }) {
  const { t } = useTranslation('payouts');
  const code = known.find((one) => one === failureCode);
  return (
    <>
      <Status tone={tones[state]}>{t(`state.${state}`)}</Status>
      {failureCode !== null && <span className={styles.why}>{code === undefined ? t('bankSaid', { code: failureCode }) : t(`bankCode.${code}`)}</span>}
      {leftOut !== null && <span className={styles.why}>{t(`leftOut.${leftOut}`)}</span>}
    </>
  );
}
