/** The first letter of a name, for the round sign beside it. */
export const initialOf = (name: string): string => Array.from(name.trim())[0]?.toLocaleUpperCase() ?? '·';
