import type { ReactNode } from 'react';
import { ErrorState, Skeleton } from '#renderer/ui/index.ts';
import type { Asking } from '#renderer/lib/use-ask.ts';
import type { Kept } from '#shared/payouts/vendor-channels.ts';
import { AsOf } from './as-of.tsx';
import styles from './vendor.module.css';

/** What the server told, once it has, with how old it is; until then grey lines, and instead of it why there is none. */
export function Loaded<T>({ asking, children, lines = 3 }: { asking: Asking<Kept<T>>; children: (told: T) => ReactNode; lines?: number }) {
  const { data, error, refresh } = asking;
  if (data !== null) {
    return (
      <>
        <AsOf of={data} onBack={refresh} />
        {children(data.told)}
      </>
    );
  }
  if (error !== null) return <ErrorState error={error} onRetry={refresh} />;
  return <div className={styles.loading} aria-busy>{Array.from({ length: lines }, (_, at) => <Skeleton key={at} width={`${70 - at * 12}%`} height={14} />)}</div>;
}
