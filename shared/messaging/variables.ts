/** What a canned reply can name; a value that is not known here is null. */
export type Values = Readonly<Record<VariableName, string | null>>;
export const variableNames = ['customer.name', 'customer.first', 'order.number', 'shop.name', 'my.name'] as const;
export type VariableName = (typeof variableNames)[number];

const VARIABLE = /\{\{\s*([a-z]+(?:\.[a-z]+)?)\s*\}\}/giu;
const isKnown = (name: string): name is VariableName => (variableNames as readonly string[]).includes(name);

/** Puts values in the places of their names; a name without a value stays as it is written, so that it is seen, and stops the sending. */
export const fillIn = (text: string, values: Values): string => text.replace(VARIABLE, (whole, name: string) => (isKnown(name.toLowerCase()) ? (values[name.toLowerCase() as VariableName] ?? whole) : whole));

/** The names in a text that nobody has put a value for, each once. */
export const openVariables = (text: string): readonly string[] => [...new Set([...text.matchAll(VARIABLE)].map(([, name]) => name!))].slice(0, 20);
