import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import styles from './field.module.css';

export { styles as fieldStyles };

/** What every field shares: its label above, its error or its hint below. */
export type FieldProps = {
  label: string;
  /** The label is read aloud but not drawn: for fields in a toolbar or a cell. */
  hideLabel?: boolean;
  description?: string | undefined;
  /** What is wrong and how to mend it; the value typed stays. */
  error?: string | null | undefined;
  className?: string | undefined;
};

type FrameProps = Omit<FieldProps, 'className'> & { children: ReactNode };

export function FieldFrame({ label, hideLabel = false, description, error, children }: FrameProps) {
  return (
    <>
      {!hideLabel && <Label className={styles.label}>{label}</Label>}
      {children}
      {description !== undefined && !error && (
        <Text slot="description" className={styles.description}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
    </>
  );
}
