import styles from './states.module.css';

/** The place where something will stand in a moment: a bar of about its width. */
export function Skeleton({ width = '100%', height = 10 }: { width?: number | string; height?: number }) {
  return <span className={styles.skeleton} style={{ inlineSize: width, blockSize: height }} aria-hidden />;
}
