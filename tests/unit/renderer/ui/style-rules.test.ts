import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../../../renderer/', import.meta.url));
const files = (pattern: string) => globSync(pattern, { cwd: root }).sort();
const letters = /\p{L}{2,}/u;
/** Attributes that people read or hear. */
const spoken = new Set(['label', 'title', 'placeholder', 'alt', 'text', 'description', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'removeLabel', 'confirm', 'cancel', 'note']);

/** Words written into a screen instead of the language files. */
function literalWords(name: string, code: string): string[] {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const at = (node: ts.Node) => `${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().trim().slice(0, 60)}`;
  const isWords = (node: ts.Node): boolean =>
    (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) ? letters.test(node.text)
    : ts.isTemplateExpression(node) ? letters.test(node.head.text) || node.templateSpans.some((span) => letters.test(span.literal.text))
    : ts.isConditionalExpression(node) ? isWords(node.whenTrue) || isWords(node.whenFalse)
    : ts.isBinaryExpression(node) ? isWords(node.right)
    : ts.isParenthesizedExpression(node) ? isWords(node.expression)
    : false;
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && letters.test(node.text)) found.push(at(node));
    if (ts.isJsxExpression(node) && node.expression && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)) && isWords(node.expression)) found.push(at(node));
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value && isWords(value)) found.push(at(node));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('PLT-04 the check finds words wherever a screen can hide them', () => {
  expect(literalWords('x.tsx', '<p>Bonjour</p>')).toHaveLength(1);
  expect(literalWords('x.tsx', '<p>{open ? "Fermer" : t("x")}</p>')).toHaveLength(1);
  expect(literalWords('x.tsx', '<Button aria-label="Close" />')).toHaveLength(1);
  expect(literalWords('x.tsx', '<Field label={`Prix ${code}`} />')).toHaveLength(1);
  expect(literalWords('x.tsx', '<p className="num">{t("price")} · {count}</p>')).toHaveLength(0);
});

test('PLT-04 no screen has words of its own', () => {
  const screens = files('**/*.tsx');
  expect(screens.length).toBeGreaterThan(30);
  expect(screens.flatMap((name) => literalWords(name, readFileSync(root + name, 'utf8')))).toEqual([]);
});

const rules = (pattern: RegExp) =>
  files('**/*.css').flatMap((name) =>
    readFileSync(root + name, 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1} ${line.trim()}`] : [])),
  );

test('colours are named in tokens.css and nowhere else', () => {
  const colour = /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|lab|lch)a?\(|:\s*(white|black|red|green|blue|gr[ae]y)\b/i;
  expect(rules(colour).filter((line) => !line.startsWith('ui/tokens.css'))).toEqual([]);
  const inCode = files('**/*.{ts,tsx}').flatMap((name) => (/['"`]#[0-9a-f]{3}([0-9a-f]{3})?['"`]/i.test(readFileSync(root + name, 'utf8')) ? [name] : []));
  expect(inCode).toEqual([]);
});

test('PLT-05 no rule knows left from right: Arabic mirrors by itself', () => {
  const physical = /(^|[\s;{])((margin|padding|border)-(left|right)|(left|right)|border-(top|bottom)-(left|right)-radius)\s*:|text-align:\s*(left|right)|float:\s*(left|right)/;
  expect(rules(physical)).toEqual([]);
});
