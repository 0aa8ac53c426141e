import type { ReactElement } from 'react';
import { Tooltip as Primitive, TooltipTrigger } from 'react-aria-components';
import { Kbd } from './kbd.tsx';
import styles from './tooltip.module.css';

type Props = { text: string; kbd?: string | undefined; children: ReactElement };

/** A short word about a control, after a moment on it; never the only place where something is said. */
export function Tooltip({ text, kbd, children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Primitive className={styles.tip!} offset={6}>
        {text}
        {kbd !== undefined && <Kbd keys={kbd} className={styles.kbd} />}
      </Primitive>
    </TooltipTrigger>
  );
}
