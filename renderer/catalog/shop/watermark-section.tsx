import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { useAsk } from '#renderer/lib/use-ask.ts';
import { channelName } from '#renderer/media/checks/channel-names.ts';
import { WatermarkPreview } from '#renderer/media/watermark-preview.tsx';
import { ProgressBar, Segmented, Slider, Switch } from '#renderer/ui/index.ts';
import { ok } from '#shared/kernel/result.ts';
import { channelRules } from '#shared/media/channel-rules.ts';
import { watermark as watermarkSchema, type Watermark } from '#shared/media/recipe.ts';
import { neededText } from './read-field.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopField } from './shop-field.tsx';
import { ShopMark } from './shop-mark.tsx';
import { useShopField } from './use-shop-field.ts';
import styles from './watermark.module.css';
import page from './shop.module.css';

const LONGEST = 60;
const places = watermarkSchema.shape.place.options;

/** A mark over every picture buyers see: off unless the shop wants it; originals never carry it. */
export function WatermarkSection() {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { detail } = useShopPage();
  const save = useSaveOrSay();
  const { shop, editable, marks } = detail;
  const mark = shop.watermark ?? null;
  const forbidding = channelRules.filter(({ forbidsWatermark }) => forbidsWatermark).map(({ channel }) => channelName(channel));
  const set = (next: Watermark | null) => void save([setTo('watermark', mark, next)], t(next === null ? 'watermark.off' : 'watermark.saved'));
  return (
    <div data-field="watermark" className={styles.watermark}>
      <p className={page.hint}>{t('watermark.hint')}</p>
      <p className={page.hint}>{t('watermark.forbidden', { channels: formatList(forbidding, locale) })}</p>
      <div>
        <Switch isSelected={mark !== null} isDisabled={!editable} onChange={(on) => set(on ? { text: shop.name.slice(0, LONGEST), opacity: 0.5, place: 'bottom-end' } : null)}>{t('watermark.on')}</Switch> <ShopMark mark={marks['watermark']} />
      </div>
      <ShopConflict path="watermark" />
      {mark !== null && <Marked mark={mark} set={set} />}
      <Making shopId={shop.id} />
    </div>
  );
}

function Marked({ mark, set }: { mark: Watermark; set: (next: Watermark) => void }) {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { detail: { shop, editable } } = useShopPage();
  const [opacity, setOpacity] = useState<number | null>(null);
  const asText = neededText(t, LONGEST);
  const text = useShopField<Watermark>({
    path: 'watermark', draft: 'text', value: mark, write: (value) => value.text, label: t('watermark.text'),
    read: (typed) => {
      const read = asText(typed);
      return read.ok ? ok({ ...mark, text: read.value }) : read;
    },
  });
  const shown: Watermark = { ...mark, text: text.text.trim() === '' ? mark.text : text.text.trim().slice(0, LONGEST), opacity: opacity ?? mark.opacity };
  return (
    <div className={styles.marked}>
      <div className={styles.markFields}>
        <ShopField field={text} />
        <Slider
          label={t('watermark.opacity')} value={shown.opacity} min={0.05} max={1} step={0.05} said={formatPercent(shown.opacity, locale)} isDisabled={!editable}
          onChange={setOpacity} onChangeEnd={(value) => { setOpacity(null); if (value !== mark.opacity) set({ ...mark, opacity: value }); }}
        />
        <Segmented label={t('watermark.place')} value={mark.place} isReadOnly={!editable} items={places.map((id) => ({ id, label: t(`watermark.places.${id}`) }))} onChange={(place) => set({ ...mark, place })} />
      </div>
      <WatermarkPreview shop={shop} mark={shown} />
    </div>
  );
}

/** After a change every picture of the shop is made anew, in the background. */
function Making({ shopId }: { shopId: Parameters<typeof WatermarkPreview>[0]['shop']['id'] }) {
  const { t } = useTranslation('shop');
  const locale = useLocale();
  const { data } = useAsk('media.making', { shopId }, { refreshOn: ['media.trayChanged', 'catalog.changed'] });
  if (data === null || data.left === 0) return null;
  const done = data.total - data.left;
  return <ProgressBar label={t('watermark.making', { count: data.left })} value={data.total === 0 ? null : (100 * done) / data.total} text={t('watermark.made', { done: formatNumber(done, locale), total: formatNumber(data.total, locale) })} />;
}
