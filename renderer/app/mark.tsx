import styles from './mark.module.css';

/** The mark of the console: a counter seen from the front. */
export function Mark({ size = 18 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden className={styles.mark}>
      <rect width="18" height="18" rx="4" className={styles.ground} />
      <path d="M4.5 6h9M4.5 12h9" className={styles.lines} />
    </svg>
  );
}
