import { assertNever } from '#shared/kernel/assert.ts';
import { DigitalSection } from './digital-section.tsx';
import { useProductPage } from './product-context.ts';
import { ServiceSection } from './service-section.tsx';

/** What only this kind of product has; something physical has its weight, size and stock in the table of variants. */
export function KindSection() {
  const { kind } = useProductPage().detail.product;
  switch (kind) {
    case 'physical': return null;
    case 'digital': return <DigitalSection />;
    case 'service': return <ServiceSection />;
    default: return assertNever(kind);
  }
}
