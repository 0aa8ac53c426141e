import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../../../renderer/ui/tokens.css', import.meta.url), 'utf8');
const themes = [...css.matchAll(/\[data-theme='([\w-]+)'\] \{([^}]*)\}/g)].map(([, name, body]) => ({
  name: name!,
  colours: Object.fromEntries([...body!.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token, value]) => [token!, value!])),
}));

/** Relative luminance. Source: WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
const ratio = (one: string, other: string) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
};

const surfaces = ['paper', 'panel', 'sunken', 'hover', 'selected'];
const onSurfaces = ['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad', 'info'];
const pairs: readonly (readonly [text: string, ground: string])[] = [
  ...onSurfaces.flatMap((text) => surfaces.map((ground) => [text, ground] as const)),
  ...['accent', 'ok', 'warn', 'bad', 'info'].map((text) => [text, `${text}-soft`] as const),
  ['ink', 'accent-soft'], ['ink-2', 'accent-soft'], ['ink', 'bad-soft'], ['ink', 'warn-soft'],
  ['accent-ink', 'accent'], ['accent-ink', 'accent-strong'], ['bad-ink', 'bad'], ['bad-ink', 'bad-strong'], ['inverse-ink', 'inverse'], ['inverse-2', 'inverse'],
];

test('the ratio is the one of the standard', () => {
  expect(ratio('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(ratio('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

test('all four themes are there, with the same tokens', () => {
  expect(themes.map((theme) => theme.name)).toEqual(['light', 'dark', 'contrast-light', 'contrast-dark']);
  for (const theme of themes) expect(Object.keys(theme.colours), theme.name).toEqual(Object.keys(themes[0]!.colours));
});

describe.each(themes)('PLT-06 $name', ({ name, colours }) => {
  const least = name.startsWith('contrast') ? 7 : 4.5;
  test.each(pairs)(`%s on %s reads at ${least}:1`, (text, ground) => expect(ratio(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(least));
  test.each(surfaces)('the edge of a control and the focus ring show on %s at 3:1', (ground) => {
    expect(ratio(colours['edge']!, colours[ground]!)).toBeGreaterThanOrEqual(3);
    expect(ratio(colours['focus']!, colours[ground]!)).toBeGreaterThanOrEqual(3);
  });
});
