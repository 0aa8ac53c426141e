import { AmountForm, FloorForm, OldPriceForm, PercentForm, RoundForm } from './forms/price-forms.tsx';
import { SetForm } from './forms/set-form.tsx';
import { CleanForm, CopyTextForm, ReplaceForm, TagsForm } from './forms/word-forms.tsx';
import { StockForm } from './forms/stock-form.tsx';
import type { Step } from '#shared/bulk/model.ts';

/** The small form of one step. */
export function StepForm({ step, onChange }: { step: Step; onChange: (step: Step) => void }) {
  switch (step.kind) {
    case 'percent': return <PercentForm step={step} onChange={onChange} />;
    case 'amount': return <AmountForm step={step} onChange={onChange} />;
    case 'round': return <RoundForm step={step} onChange={onChange} />;
    case 'old-price': return <OldPriceForm step={step} onChange={onChange} />;
    case 'floor': return <FloorForm step={step} onChange={onChange} />;
    case 'replace': return <ReplaceForm step={step} onChange={onChange} />;
    case 'tags': return <TagsForm step={step} onChange={onChange} />;
    case 'set': return <SetForm step={step} onChange={onChange} />;
    case 'copy-text': return <CopyTextForm step={step} onChange={onChange} />;
    case 'clean': return <CleanForm step={step} onChange={onChange} />;
    case 'stock': return <StockForm step={step} onChange={onChange} />;
  }
}
