import { Plus } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Dialog, Segmented, TextField } from '#renderer/ui/index.ts';
import { axesOf, axisFaults, MOST_OPTIONS, type AxisDraft } from '#shared/catalog/axis-draft.ts';
import { axisOps, planAxes, type Creation } from '#shared/catalog/axis-plan.ts';
import { commonSku } from '#shared/catalog/axis-sku.ts';
import { placesOf, type VariantId } from '#shared/catalog/model.ts';
import { freshId } from '../views/use-views.ts';
import { AxisEditor, moved } from './axis-editor.tsx';
import { AxisPlanView } from './axis-plan-view.tsx';
import { useProductPage } from './product-context.ts';
import { emptyAxis, type AxesDraft } from './use-axes-draft.ts';
import styles from './axes.module.css';

/** Faults of something not finished yet; said once somebody tried to go on. */
const unfinished: ReadonlySet<string | undefined> = new Set(['option-name-needed', 'option-values-needed', 'option-value-needed']);

/** Options and values of a product, and what changing them does to its variants, all of it before it is done. */
export function AxesDialog({ draft, onClose }: { draft: AxesDraft; onClose: () => void }) {
  const { t } = useTranslation('offer');
  const locale = useLocale();
  const explain = useExplain();
  const { detail: { product, shop }, save } = useProductPage();
  const [first] = useState(() => [emptyAxis()]);
  const present = useMemo(() => axesOf(product), [product]);
  // A product without options begins with an empty one, ready to be named.
  const axes: readonly AxisDraft[] = draft.axes ?? (present.length === 0 ? first : present);
  const [except, setExcept] = useState<ReadonlySet<string>>(new Set());
  const [create, setCreate] = useState<'all' | 'none'>('all');
  const [stem, setStem] = useState(() => commonSku(product));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);

  const creation = useMemo<Creation>(() => (create === 'none' ? { name: 'none' } : { name: 'all', except }), [create, except]);
  // Two thousand combinations take a moment: the field being typed in does not wait for them.
  const shownAxes = useDeferredValue(axes);
  const plan = useMemo(() => planAxes(product, shownAxes, creation, stem), [product, shownAxes, creation, stem]);
  const faults = axisFaults(axes).filter(({ error }) => tried || !unfinished.has(error.rule));
  const isPlanned = axisFaults(shownAxes).length === 0;
  const tooMany = plan.faults.find(({ error }) => error.rule === 'most-variants' || error.rule === 'one-variant-needed');

  const counted = [
    `${t('axes.created')} ${formatNumber(plan.missing.filter(({ chosen }) => chosen).length, locale)}`, `${t('axes.kept')} ${formatNumber(plan.kept.length, locale)}`, `${t('axes.deleted')} ${formatNumber(plan.deleted.length, locale)}`,
  ].join(' · ');
  // Beside the button, where it is seen however long the lists above are.
  const held = plan.deleted.filter((one) => one.held.length > 0).length;
  const summaryFault = refused ?? (tooMany ? `${explain(tooMany.error).what} ${explain(tooMany.error).wayOut}` : held > 0 ? t('axes.refused', { count: held }) : null);

  const change = (next: readonly AxisDraft[]) => {
    setRefused(null);
    draft.change(next);
  };
  const apply = async () => {
    setTried(true);
    const now = planAxes(product, axes, creation, stem);
    if (now.faults.length > 0) return;
    const ops = axisOps(product, axes, now, { newId: () => freshId() as VariantId, place: placesOf(shop)[0]?.id });
    if (ops.length > 0) {
      setBusy(true);
      const result = await save(ops, 'edit-options', t('axes.saved'));
      setBusy(false);
      if (!result.ok) return setRefused(`${explain(result.error).what} ${explain(result.error).wayOut}`);
    }
    draft.forget();
    onClose();
  };
  return (
    <Dialog
      title={t('axes.title')} isOpen onClose={onClose} width="lg" isDismissable={!busy}
      actions={
        <>
          <p className={styles.summary} data-refused={summaryFault !== null || undefined} role={summaryFault === null ? 'status' : 'alert'}>{summaryFault ?? (isPlanned ? counted : '')}</p>
          {draft.isChanged && <Button variant="quiet" onPress={() => { draft.forget(); setExcept(new Set()); setTried(false); }}>{t('axes.reset')}</Button>}
          <Button variant="go" isPending={busy} onPress={() => void apply()}>{t('axes.apply')}</Button>
        </>
      }
    >
      <p className={styles.lead}>{t('axes.lead')}</p>
      {axes.map((axis, at) => (
        <AxisEditor
          key={axis.id} axis={axis} nth={at + 1} of={axes.length} faults={faults.filter((fault) => fault.axis === axis.id)}
          needsFill={axis.from === null && product.options.length > 0}
          onChange={(next) => change(axes.with(at, next))} onMove={(by) => change(moved(axes, at, by))} onRemove={() => change(axes.toSpliced(at, 1))}
        />
      ))}
      {axes.length < MOST_OPTIONS && <Button size="sm" icon={Plus} onPress={() => change([...axes, emptyAxis()])}>{t('axes.add')}</Button>}
      <div className={styles.choices}>
        <Segmented label={t('axes.create')} items={[{ id: 'all', label: t('axes.createAll') }, { id: 'none', label: t('axes.createNone') }]} value={create} onChange={setCreate} />
        <TextField className={styles.stem} label={t('axes.stem')} ltr value={stem} onChange={setStem} maxLength={40} />
      </div>
      {isPlanned ? (
        <AxisPlanView
          plan={plan}
          onChoose={(key, chosen) => {
            // From "none", ticking one means "all but the others".
            const left = new Set(create === 'none' ? plan.missing.map((one) => one.key) : except);
            if (chosen) left.delete(key);
            else left.add(key);
            setCreate('all');
            setExcept(left);
          }}
        />
      ) : <p className={styles.quiet}>{t('axes.wait')}</p>}
    </Dialog>
  );
}
