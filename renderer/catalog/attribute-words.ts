import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '#renderer/lib/i18n.ts';
import type { Locale } from '#shared/auth/model.ts';
import { definitionOf, isAttributeKey } from '#shared/catalog/attributes.ts';
import { fold } from '#shared/kernel/text.ts';

export type AttributeWords = {
  /** What an attribute is called; a seller's own stands for itself. */
  readonly name: (key: string) => string;
  /** One choice of a list. */
  readonly choice: (key: string, value: string) => string;
  readonly unit: (key: string) => string | undefined;
  /** A value as buyers read it: a choice by its name, a figure with its unit. */
  readonly value: (key: string, value: string) => string;
  /** What somebody typed, as it is kept: the name of a choice is the choice. */
  readonly kept: (key: string, typed: string) => string;
};

/** The words for attributes and what they may say, in the language on screen or in another whose words were fetched. */
export function useAttributeWords(language?: Locale): AttributeWords {
  const { i18n } = useTranslation('attributes');
  const locale = useLocale();
  const spoken = language ?? locale;
  return useMemo(() => {
    const t = i18n.getFixedT(spoken, 'attributes');
    const choice = (key: string, value: string): string => (i18n.exists(`choice.${key}.${value}`, { ns: 'attributes', lng: spoken }) ? String(t(`choice.${key}.${value}` as 'choice.color.black')) : value);
    const unit = (key: string): string | undefined => {
      const definition = definitionOf(key);
      return definition?.kind === 'number' && definition.unit !== null ? t(`unit.${definition.unit}`) : undefined;
    };
    return {
      name: (key) => (isAttributeKey(key) ? t(`name.${key}`) : key),
      choice, unit,
      value: (key, value) => (unit(key) === undefined ? choice(key, value) : `${value}\u00a0${unit(key)!}`),
      kept: (key, typed) => {
        const definition = definitionOf(key);
        if (definition?.kind !== 'choice') return typed;
        return definition.values.find((value) => fold(choice(key, value)) === fold(typed) || value === typed.trim()) ?? typed;
      },
    };
  }, [i18n, spoken]);
}
