import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Output } from '#renderer/lib/client.ts';
import { useExplain } from '#renderer/lib/explain-error.ts';
import { useLocale } from '#renderer/lib/i18n.ts';
import { chooseWhither } from '#renderer/lib/shell.ts';
import { Button, showToast } from '#renderer/ui/index.ts';
import { failedName } from '#shared/bulk/export/failed-header.ts';
import type { RowProblem } from '#shared/bulk/problem.ts';
import type { AppError } from '#shared/kernel/errors.ts';
import { err, ok, type Result } from '#shared/kernel/result.ts';

const PAGE = 1_000;

/** Everything that is wrong with the rows of a file, in pages; and what the file was. */
async function problemsOf(plan: string): Promise<Result<{ readonly problems: RowProblem[]; readonly file: Output<'bulk.importReport'>['file'] }, AppError>> {
  const problems: RowProblem[] = [];
  for (;;) {
    const page = await ask('bulk.importReport', { plan, offset: problems.length, limit: PAGE });
    if (!page.ok) return err(page.error);
    problems.push(...page.value.problems);
    if (page.value.problems.length === 0 || problems.length >= page.value.problemCount) return ok({ problems, file: page.value.file });
  }
}

/** Puts the rows that failed into a file of their own, each with the reasons in the language on screen, to be mended there and imported alone. */
export function FailedFile({ plan }: { plan: string }) {
  const { t } = useTranslation('export');
  const locale = useLocale();
  const explain = useExplain();
  const [isPending, setPending] = useState(false);
  const complain = (error: AppError) => showToast({ tone: 'bad', text: explain(error).what, detail: explain(error).wayOut });
  const write = async () => {
    setPending(true);
    const found = await problemsOf(plan);
    if (found.ok) {
      const { problems, file } = found.value;
      const words = new Map<number, string>();
      for (const { line, column, rule, details, suggestion, severity } of problems) {
        if (severity === 'warning') continue;
        const { what, wayOut } = explain({ code: 'rule-broken', rule, ...(details === undefined ? {} : { details }) });
        const said = [column === null ? what : t('failed.column', { column, what }), suggestion === null ? wayOut : t('failed.suggestion', { suggestion })].join(' ');
        words.set(line, words.has(line) ? `${words.get(line)!} · ${said}` : said);
      }
      const whither = await chooseWhither(failedName(file.name, locale, file.delimiter === null));
      if (!whither.ok) complain(whither.error);
      if (!whither.ok || whither.value === null) return setPending(false);
      const written = await ask('bulk.failedFile', { plan, locale, ...whither.value, words: [...words].map(([line, text]) => ({ line, text: text.slice(0, 2_000) })) });
      if (written.ok) showToast({ tone: 'ok', text: t('failed.done', { count: written.value.rows }), detail: written.value.file });
      else complain(written.error);
    } else complain(found.error);
    setPending(false);
  };
  return <Button size="sm" variant="quiet" icon={FileDown} isPending={isPending} onPress={() => void write()}>{t('failed.action')}</Button>;
}
