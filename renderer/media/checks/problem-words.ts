import { useTranslation } from 'react-i18next';
import { assertNever } from '#shared/kernel/assert.ts';
import { formatBytes, formatList, formatNumber, formatPercent } from '#renderer/lib/format.ts';
import { languageNames, useLocale } from '#renderer/lib/i18n.ts';
import type { ChannelFinding } from '#shared/media/check-channel.ts';
import type { ChannelMeasure } from '#shared/media/channel-rules.ts';
import type { Problem } from './find-problems.ts';

/** What is wrong in one line, and what to do about it. */
export type Said = { readonly what: string; readonly way: string };

/** Speaks a finding: measured, wanted, and the way out. */
export function useProblemWords(): (problem: Problem) => Said {
  const { t } = useTranslation('checks');
  const locale = useLocale();

  const measured = (of: ChannelMeasure, value: number): string => {
    switch (of) {
      case 'shortestSidePx': case 'longestSidePx': return t('unit.px', { value: formatNumber(value, locale) });
      case 'megapixels': return t('unit.megapixels', { value: formatNumber(Math.round(value * 10) / 10, locale) });
      case 'bytes': return formatBytes(value, locale);
      case 'frames': return formatNumber(value, locale);
      case 'ratio': return t('unit.ratio', { value: formatNumber(Math.round(value * 100) / 100, locale) });
      case 'whiteBorder': case 'fill': return formatPercent(value, locale);
      default: return assertNever(of);
    }
  };
  const wanted = (of: ChannelMeasure, least: number | undefined, most: number | undefined): string =>
    least !== undefined && most !== undefined ? t('wanted.between', { least: measured(of, least), most: measured(of, most) })
    : least !== undefined ? t('wanted.least', { least: measured(of, least) })
    : most !== undefined && of === 'ratio' && most === 1 ? t('wanted.square')
    : t('wanted.most', { most: measured(of, most ?? 0) });

  const ofChannel = (finding: ChannelFinding, isServedSmaller: boolean): Said => {
    if (finding.level === 'review') return { what: t(`person.${finding.about}`), way: t('way.person') };
    if (finding.level === 'unmeasured') return { what: t('unmeasured', { about: t(`about.${finding.about}`) }), way: t('way.unmeasured') };
    switch (finding.about) {
      case 'type': return { what: t('found.type', { found: finding.found, wanted: finding.oneOf.map((type) => type.replace('image/', '')).join(', ') }), way: t('way.type') };
      case 'no-frame': return { what: t('found.frame'), way: t('way.no-frame') };
      default: return {
        what: t('found.measure', { about: t(`about.${finding.about}`), found: measured(finding.about, finding.found), wanted: wanted(finding.about, finding.least, finding.most) }),
        way: isServedSmaller ? t('way.served') : finding.about === 'fill' && finding.most !== undefined && finding.found > finding.most ? t('way.fillLess') : t(`way.${finding.about}`),
      };
    }
  };
  return (problem) => {
    switch (problem.kind) {
      case 'channel': return ofChannel(problem.finding, problem.isServedSmaller);
      case 'look': return { what: t(`look.${problem.advice}.what`), way: t(`look.${problem.advice}.way`) };
      case 'alt': return { what: t('alt.what', { languages: formatList(problem.locales.map((one) => languageNames[one]), locale) }), way: t('alt.way') };
      case 'nothing-left': return { what: t('nothingLeft.what'), way: t('nothingLeft.way') };
      case 'alike': return { what: t('alike.what', { title: problem.title }), way: t('alike.way') };
      case 'twin': return { what: t('twin.what', { n: formatNumber(problem.nth, locale) }), way: t('twin.way') };
      case 'elsewhere': return problem.where === null ? { what: t('elsewhere.what'), way: t('elsewhere.way') } : { what: t('elsewhere.staff', { count: problem.where.length }), way: t('elsewhere.compare') };
      default: return assertNever(problem);
    }
  };
}
