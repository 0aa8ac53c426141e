import { Meter as Primitive, ProgressBar as PrimitiveProgress } from 'react-aria-components';
import styles from './meter.module.css';

type MeterProps = { label: string; value: number; max?: number; tone?: 'accent' | 'warn' | 'bad'; width?: number; showValue?: boolean };

/** How full something is: completeness of a listing, share of a total. */
export function Meter({ label, value, max = 100, tone = 'accent', width = 44, showValue = false }: MeterProps) {
  return (
    <Primitive aria-label={label} value={value} maxValue={max} className={styles.meter!}>
      {({ percentage, valueText }) => (
        <>
          <span className={styles.track} style={{ inlineSize: width }}>
            <span className={`${styles.fill} ${styles[tone]}`} style={{ inlineSize: `${percentage}%` }} />
          </span>
          {showValue && <span className="num">{valueText}</span>}
        </>
      )}
    </Primitive>
  );
}

type ProgressProps = {
  label: string;
  /** 0 to 100; null while nobody knows how long it takes. */
  value: number | null;
  /** Said with the bar: bytes, remaining time. */
  text?: string;
  hideLabel?: boolean;
};

/** How far a long job is, with what is left of it. */
export function ProgressBar({ label, value, text, hideLabel = false }: ProgressProps) {
  return (
    <PrimitiveProgress
      {...(hideLabel ? { 'aria-label': label } : { 'aria-labelledby': undefined, 'aria-label': label })}
      value={value ?? 0}
      isIndeterminate={value === null}
      className={styles.progress!}
    >
      {({ percentage, isIndeterminate }) => (
        <>
          {(!hideLabel || text !== undefined) && (
            <span className={styles.head}>
              {!hideLabel && <span>{label}</span>}
              {text !== undefined && <span className={`num ${styles.text}`}>{text}</span>}
            </span>
          )}
          <span className={styles.bar}>
            <span
              className={`${styles.done} ${isIndeterminate ? styles.unknown : ''}`}
              style={isIndeterminate ? {} : { inlineSize: `${percentage ?? 0}%` }}
            />
          </span>
        </>
      )}
    </PrimitiveProgress>
  );
}
