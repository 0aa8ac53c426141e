import { xmlText } from '../../bulk/export/xml-text.ts';

/** An element of an XML message, without what stands between elements: banks send either children or text. */
export type XmlElement = {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

/** What is written: an element is its name with children or a text; `null` and empty lists of children leave nothing. */
export type Written = readonly [name: string, content: string | readonly (Written | null)[], attributes?: Readonly<Record<string, string>>];

/** An XML message, each element on a line of its own. */
export function xmlDocument(root: Written): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  write(root, '', lines);
  return `${lines.join('\n')}\n`;
}

function write([name, content, attributes = {}]: Written, indent: string, lines: string[]): void {
  const tag = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${xmlText(value)}"`)].join(' ');
  if (typeof content === 'string') {
    lines.push(`${indent}<${tag}>${xmlText(content)}</${name}>`);
    return;
  }
  const children = content.filter((child) => child !== null);
  if (children.length === 0) return;
  lines.push(`${indent}<${tag}>`);
  for (const child of children) write(child, `${indent} `, lines);
  lines.push(`${indent}</${name}>`);
}

/** The first element on a way of names below another, or null. */
export function at(element: XmlElement | null, ...names: readonly string[]): XmlElement | null {
  return names.reduce<XmlElement | null>((found, name) => found?.children.find((child) => child.name === name) ?? null, element);
}

/** All children of that name. */
export const all = (element: XmlElement | null, name: string): readonly XmlElement[] => element?.children.filter((child) => child.name === name) ?? [];

/** The text at the end of a way of names, without outer blanks; null where there is none. */
export function textAt(element: XmlElement | null, ...names: readonly string[]): string | null {
  const text = at(element, ...names)?.text.trim() ?? '';
  return text === '' ? null : text;
}
