import { wordDiff } from '#renderer/lib/word-diff.ts';
import styles from './diff-text.module.css';

/** A text with what was taken out struck through and what was put in underlined; marked for screen readers as such. */
export function DiffText({ before, after }: { before: string; after: string }) {
  return (
    <span dir="auto" className={styles.text}>
      {wordDiff(before, after).map((part, index) =>
        part.kind === 'same' ? (
          <span key={index}>{part.text}</span>
        ) : part.kind === 'removed' ? (
          <del key={index} className={styles.removed}>
            {part.text}
          </del>
        ) : (
          <ins key={index} className={styles.added}>
            {part.text}
          </ins>
        ),
      )}
    </span>
  );
}
