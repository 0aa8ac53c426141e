import type { ReactNode } from 'react';
import { Switch as Primitive, type SwitchProps as PrimitiveProps } from 'react-aria-components';
import styles from './toggles.module.css';

export type SwitchProps = Omit<PrimitiveProps, 'className' | 'children' | 'style'> & { children: ReactNode };

/** On or off, at once, without a button to confirm. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <Primitive {...rest} className={styles.row!}>
      <span className={styles.track}>
        <span className={styles.knob} />
      </span>
      {children}
    </Primitive>
  );
}
