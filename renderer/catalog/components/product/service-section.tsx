import { useTranslation } from 'react-i18next';
import { Select } from '#renderer/ui/index.ts';
import { servicePlace } from '#shared/catalog/kind-model.ts';
import { DayExceptions } from './day-exceptions.tsx';
import { useProductPage } from './product-context.ts';
import { WeekHours } from './week-hours.tsx';
import { WholeNumberField } from './whole-number-field.tsx';
import styles from './product.module.css';

const NOT_SAID = 'none';

/** When, where, for how long and for how many a service can be booked. */
export function ServiceSection() {
  const { t } = useTranslation('offer');
  const { t: words } = useTranslation('catalog');
  const { detail: { product, editable }, save } = useProductPage();
  const place = product.servicePlace ?? null;
  return (
    <section className={styles.section} aria-labelledby="service-head">
      <h2 id="service-head">{t('service.title')}</h2>
      <div className={`${styles.fields} ${styles.two}`}>
        <WholeNumberField path="durationMinutes" label={t('service.durationMinutes')} value={product.durationMinutes ?? null} least={5} most={14_400} isNeeded />
        <WholeNumberField path="bufferMinutes" label={t('service.bufferMinutes')} value={product.bufferMinutes ?? null} least={0} most={1_440} />
        <WholeNumberField path="capacity" label={t('service.capacity')} value={product.capacity ?? null} least={1} most={10_000} isNeeded />
        <WholeNumberField path="noticeHours" label={t('service.noticeHours')} value={product.noticeHours ?? null} least={0} most={8_760} />
        <div data-field="servicePlace">
          <Select
            label={t('service.servicePlace')} isDisabled={!editable} value={place ?? NOT_SAID}
            items={[{ id: NOT_SAID, label: t('service.placeNone') }, ...servicePlace.options.map((id) => ({ id, label: t(`service.place.${id}`) }))]}
            onChange={(id) => void save([{ op: 'set', path: 'servicePlace', base: place, value: id === NOT_SAID ? null : id }], 'edit-details', words('edit.saved', { name: t('service.servicePlace') }))}
          />
        </div>
      </div>
      <WeekHours />
      <DayExceptions />
    </section>
  );
}
