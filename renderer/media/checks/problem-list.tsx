import { CircleX, Eye, TriangleAlert, Wand2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hrefOf } from '#renderer/app/router.ts';
import { formatNumber } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import { Button, Icon, VisuallyHidden } from '#renderer/ui/index.ts';
import type { ShopId } from '#shared/auth/model.ts';
import type { Recipe } from '#shared/media/recipe.ts';
import { Picture } from '../picture.tsx';
import { channelName } from './channel-names.ts';
import { ElsewhereList } from './elsewhere-list.tsx';
import { gravityOf, type Problem } from './find-problems.ts';
import { useProblemWords } from './problem-words.ts';
import styles from './checks.module.css';

const ICON = { bad: CircleX, warn: TriangleAlert, look: Eye };

type Props = {
  /** Whose pictures they are, where pictures of other listings may be among them. */
  shopId?: ShopId;
  problems: readonly Problem[];
  /** Mends a finding; left out where nothing may be changed. */
  onFix?: ((recipe: Recipe, said: string) => void) | undefined;
  /** Where the alternative text is written. */
  altHref?: ((locale: string) => string) | undefined;
};

/** Findings one below the other: how grave, who says so, what was measured, what is wanted, and the way out. */
export function ProblemList({ shopId, problems, onFix, altHref }: Props) {
  const { t } = useTranslation('checks');
  const locale = useLocale();
  const words = useProblemWords();
  const known = problems.filter((problem) => gravityOf(problem) !== 'look' || problem.kind !== 'channel' || problem.finding.level === 'unmeasured');
  if (known.length === 0) return <p className={styles.none}>{t('none')}</p>;
  return (
    <ul className={styles.problems}>
      {known.map((problem, at) => {
        const { what, way } = words(problem);
        const gravity = gravityOf(problem);
        const fix = problem.kind === 'channel' ? problem.fix : null;
        return (
          <Line key={at} gravity={gravity} by={problem.kind === 'channel' ? channelName(problem.rules.channel) : null} what={what} way={way}>
            {fix && onFix && <Button size="sm" icon={Wand2} onPress={() => onFix(fix.recipe, t(`fix.${fix.fix}.done`))}>{t(`fix.${fix.fix}.label`)}</Button>}
            {problem.kind === 'alt' && altHref && problem.locales.map((locale) => <a key={locale} href={altHref(locale)}>{t('alt.write', { language: languageNames[locale] })}</a>)}
            {problem.kind === 'alike' && <Other problem={problem} shopId={shopId} field="images" said={t('alike.open')} />}
            {problem.kind === 'twin' && <Other problem={problem} shopId={shopId} field={`images/${problem.imageId}`} said={t('twin.open', { n: formatNumber(problem.nth, locale) })} />}
            {problem.kind === 'elsewhere' && problem.where !== null && <ElsewhereList where={problem.where} />}
          </Line>
        );
      })}
    </ul>
  );
}

/** The other of two that look the same, with the way to it. */
function Other({ problem: { productId, sha256, recipe }, shopId, field, said }: { problem: Extract<Problem, { kind: 'alike' | 'twin' }>; shopId: ShopId | undefined; field: string; said: string }) {
  return (
    <a href={hrefOf(['catalog', productId], { field })} className={styles.twin}>
      {shopId !== undefined && <Picture image={{ drawing: '', picture: { sha256, placeholder: '' }, recipe }} shopId={shopId} alt="" size={36} />} {said}
    </a>
  );
}

function Line({ gravity, by, what, way, children }: { gravity: keyof typeof ICON; by: string | null; what: string; way: string; children: ReactNode }) {
  const { t } = useTranslation('checks');
  return (
    <li className={styles.problem} data-gravity={gravity}>
      <Icon icon={ICON[gravity]} size={14} />
      <div>
        <p>
          <VisuallyHidden>{t(`gravity.${gravity}`)}</VisuallyHidden> {by !== null && <b>{by}</b>} {what}
        </p>
        <p className={styles.way}>{way}</p>
        <div className={styles.acts}>{children}</div>
      </div>
    </li>
  );
}
