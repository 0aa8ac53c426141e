import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { Button, Meter } from '#renderer/ui/index.ts';
import type { Category, Product } from '#shared/catalog/model.ts';
import { listingScore, SCORE_RULES_VERSION, scoreStages, stagePoints, type ScoreLine, type ScoreStage } from '#shared/moderation/listing-score.ts';
import { useFieldName } from '../../field-name.ts';
import { useScoreWords } from './score-words.ts';
import styles from './score.module.css';

type Props = { product: Product; category: Pick<Category, 'attributes'> | null };

/** The score of a listing by stages, each with the rules that would gain points and the field where; all rules on demand. */
export function ScorePanel({ product, category }: Props) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const { total, lines } = useMemo(() => listingScore(product, category?.attributes?.required ?? []), [product, category]);
  return (
    <div className={styles.panel}>
      <p className={styles.total}>
        <bdi dir="ltr" className="num"><b>{formatNumber(total, locale)}</b> / {formatNumber(100, locale)}</bdi>
        <Meter label={t('score.of', { total: formatNumber(total, locale) })} value={total} tone={total < 70 ? 'warn' : 'accent'} width={120} />
      </p>
      {total === 100 && <p className={styles.best}>{t('score.best')}</p>}
      {scoreStages.map((stage) => <Stage key={stage} stage={stage} lines={lines.filter((line) => line.stage === stage)} all={all} productId={product.id} />)}
      <div className={styles.foot}>
        <Button size="sm" variant="quiet" aria-pressed={all} onPress={() => setAll(!all)}>{t(all ? 'score.fewer' : 'score.all')}</Button>
        <span>{t('score.version', { version: formatNumber(SCORE_RULES_VERSION, locale) })}</span>
      </div>
    </div>
  );
}

function Stage({ stage, lines, all, productId }: { stage: ScoreStage; lines: readonly ScoreLine[]; all: boolean; productId: string }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const points = lines.reduce((sum, line) => sum + line.points, 0);
  const shown = lines.filter((line) => all || line.points < line.most);
  const name = t(`score.stage.${stage}`);
  return (
    <section className={styles.stage} aria-label={t('score.stageOf', { stage: name, points: formatNumber(points, locale), most: formatNumber(stagePoints[stage], locale) })}>
      <h4>
        <span>{name}</span>
        <bdi dir="ltr" className="num" data-low={points < stagePoints[stage] || undefined}>{formatNumber(points, locale)} / {formatNumber(stagePoints[stage], locale)}</bdi>
      </h4>
      {shown.length > 0 && <ul>{shown.map((line) => <ScoreRuleLine key={line.rule} line={line} productId={productId} />)}</ul>}
    </section>
  );
}

/** One rule: what it says, the points it gave or would give, and the field where they are gained. */
export function ScoreRuleLine({ line, productId }: { line: ScoreLine; productId: string }) {
  const { t } = useTranslation('listing');
  const locale = useLocale();
  const say = useScoreWords();
  const nameOf = useFieldName();
  const gain = line.most - line.points;
  return (
    <li className={styles.rule} data-done={gain === 0 || undefined}>
      {gain === 0 ? <span>{say(line)}</span> : <a href={hrefOf(['catalog', productId], { field: line.field })} title={t('score.go', { field: nameOf(line.field) })}>{say(line)}</a>}
      <bdi dir="ltr" className="num">{gain === 0 ? `${formatNumber(line.points, locale)} / ${formatNumber(line.most, locale)}` : t('score.gain', { points: formatNumber(gain, locale) })}</bdi>
    </li>
  );
}
