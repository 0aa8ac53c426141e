import type { ReactNode } from 'react';
import { Checkbox as Primitive, type CheckboxProps as PrimitiveProps } from 'react-aria-components';
import { Check, Minus } from 'lucide-react';
import { Icon } from './icon.tsx';
import styles from './toggles.module.css';

export type CheckboxProps = Omit<PrimitiveProps, 'className' | 'children' | 'style'> & { children?: ReactNode; className?: string | undefined };

/** Ticked, not ticked, or partly; without words it needs an `aria-label`. */
export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <Primitive {...rest} className={[styles.row, className].filter(Boolean).join(' ')}>
      {({ isIndeterminate, isSelected }) => (
        <>
          <span className={styles.box}>{isIndeterminate ? <Icon icon={Minus} size={12} /> : isSelected && <Icon icon={Check} size={12} />}</span>
          {children}
        </>
      )}
    </Primitive>
  );
}
