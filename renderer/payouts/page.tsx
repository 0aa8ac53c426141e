import { lazy } from 'react';
import { useMe } from '#renderer/app/live.ts';
import type { PageProps } from '#renderer/app/page-props.ts';
import { VendorPage } from './vendor-page.tsx';

const FinancePage = lazy(() => import('./runs/page.tsx').then((module) => ({ default: module.FinancePage })));

/** The money of vendors: their own for who sells, all of it and what is done with it for the marketplace's finance. */
export function PayoutsPage(props: PageProps) {
  const me = useMe();
  if (me === null) return null;
  return me.role === 'admin' ? <FinancePage {...props} /> : <VendorPage {...props} />;
}
