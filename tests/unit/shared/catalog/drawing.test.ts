import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawing, drawingSeed, drawingSvg, motifNames } from '#shared/catalog/drawing.ts';

const NUMBER = '-?(?:\\d+\\.?\\d*|\\.\\d+)';
/** What our motifs use of SVG path data: commands with their numbers. Source: SVG 2, section 9.3.9. */
const PATH = new RegExp(`^(?:[MmLlHhVvCcAaQqSsTtZz](?:[ ,]?${NUMBER})*(?: ?))+$`);
const ARGUMENTS: Readonly<Record<string, number>> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };

test.each(motifNames)('every path of %s is well formed', (motif) => {
  for (const { d, fill } of drawing(drawingSeed(motif, 'c79a5b', 0)).shapes) {
    expect(fill).toMatch(/^#[0-9a-f]{6}$/);
    expect(d).toMatch(PATH);
    for (const [, command, rest] of d.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
      const numbers = rest!.match(new RegExp(NUMBER, 'g')) ?? [];
      const each = ARGUMENTS[command!.toLowerCase()]!;
      expect(each === 0 ? numbers.length : numbers.length % each, `${command}${rest}`).toBe(0);
      if (each > 0) expect(numbers.length).toBeGreaterThan(0);
    }
  }
});

test('there are as many things to draw as a marketplace sells', () => expect(motifNames.length).toBeGreaterThanOrEqual(20));

test('no two motifs look the same', () => {
  const looks = motifNames.map((motif) => JSON.stringify(drawing(drawingSeed(motif, 'c79a5b', 0)).shapes));
  expect(new Set(looks).size).toBe(motifNames.length);
});

test('any text draws something, the same each time, with nothing of the text in the markup', () =>
  fc.assert(fc.property(fc.string(), (seed) => {
    const svg = drawingSvg(seed);
    expect(drawingSvg(seed)).toBe(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^<>]*>(<path d="[-MmLlHhVvCcAaQqSsTtZz0-9., ]+" fill="#[0-9a-f]{6}"\/>)+<\/svg>$/);
  })));

test('a picture stands out from its ground, whatever its colour', () =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (colour) => {
    const { shapes } = drawing(drawingSeed('bowl', colour.toString(16).padStart(6, '0'), 0));
    const luma = (hex: string): number => 0.299 * Number.parseInt(hex.slice(1, 3), 16) + 0.587 * Number.parseInt(hex.slice(3, 5), 16) + 0.114 * Number.parseInt(hex.slice(5, 7), 16);
    const ground = luma(shapes[0]!.fill);
    expect(Math.max(...shapes.slice(2).map(({ fill }) => Math.abs(luma(fill) - ground)))).toBeGreaterThan(40);
  })));
