import { Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { shopTemplate, type Shop } from '#shared/catalog/shop-model.ts';
import { ShopConflict } from './shop-conflict.tsx';
import { setTo, useSaveOrSay, useShopPage } from './shop-context.ts';
import { ShopMark } from './shop-mark.tsx';
import styles from './shop.module.css';

type Template = NonNullable<Shop['template']>;

/** How the shop's own pages are laid out: four choices, each drawn small. */
export function TemplateSection() {
  const { t } = useTranslation('shop');
  const { detail } = useShopPage();
  const save = useSaveOrSay();
  const { template = null } = detail.shop;
  return (
    <>
      <p className={styles.hint}>{t('template.hint')} <ShopMark mark={detail.marks['template']} /></p>
      <RadioGroup
        aria-label={t('template.title')} className={styles.templates!} value={template ?? ''} isReadOnly={!detail.editable}
        onChange={(chosen) => void save([setTo('template', template, shopTemplate.parse(chosen))], t('saved', { name: t('template.title') }))}
      >
        {shopTemplate.options.map((one) => (
          <Radio key={one} value={one} className={styles.template!}>
            <Drawing template={one} />
            <b>{t(`template.${one}`)}</b>
            <span className={styles.templateAbout}>{t(`template.about.${one}`)}</span>
          </Radio>
        ))}
      </RadioGroup>
      <ShopConflict path="template" />
    </>
  );
}

type Box = readonly [x: number, y: number, width: number, height: number, kind: 'picture' | 'text' | 'accent'];

/** Blocks on a page of 120 by 76; what is at the start in French is at the end in Arabic, as on the page itself. */
const pages: Readonly<Record<Template, readonly Box[]>> = {
  counter: [
    [8, 8, 40, 6, 'accent'],
    ...[0, 1, 2, 3].flatMap((row): Box[] => [[8, 22 + row * 13, 9, 9, 'picture'], [22, 24 + row * 13, 56, 4, 'text'], [98, 24 + row * 13, 14, 4, 'accent']]),
  ],
  gallery: [[8, 8, 50, 46, 'picture'], [62, 8, 50, 46, 'picture'], [8, 59, 26, 4, 'text'], [62, 59, 26, 4, 'text'], [8, 66, 12, 3, 'accent'], [62, 66, 12, 3, 'accent']],
  market: [
    ...[0, 1, 2, 3, 4].map((at): Box => [8 + at * 21.5, 8, 18, 5, at === 0 ? 'accent' : 'text']),
    ...[0, 1].flatMap((row) => [0, 1, 2, 3].flatMap((at): Box[] => [[8 + at * 27, 19 + row * 28, 23, 17, 'picture'], [8 + at * 27, 38 + row * 28, 16, 3, 'text']])),
  ],
  atelier: [[8, 8, 44, 60, 'picture'], [60, 10, 40, 6, 'accent'], [60, 22, 52, 3, 'text'], [60, 28, 52, 3, 'text'], [60, 34, 36, 3, 'text'], [60, 46, 24, 22, 'picture'], [88, 46, 24, 22, 'picture']],
};

function Drawing({ template }: { template: Template }) {
  return (
    <svg viewBox="0 0 120 76" className={styles.drawing} aria-hidden>
      {pages[template].map(([x, y, width, height, kind], at) => <rect key={at} x={x} y={y} width={width} height={height} rx={1.5} className={styles[kind]} />)}
    </svg>
  );
}
