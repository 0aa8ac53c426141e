/** Writes text in an old encoding, by what this machine's decoder makes of every byte and pair of bytes; throws for a letter the encoding lacks. */
export function encodeAs(label: string, text: string): Uint8Array {
  if (label === 'utf-8') return Buffer.from(text);
  if (label === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (label === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const table = tableOf(label);
  return Uint8Array.from([...text].flatMap((letter) => table.get(letter) ?? lacks(label, letter)));
}
const lacks = (label: string, letter: string): never => {
  throw new Error(`${label} has no ${letter}`);
};

const tables = new Map<string, Map<string, readonly number[]>>();
function tableOf(label: string): Map<string, readonly number[]> {
  const made = tables.get(label);
  if (made) return made;
  const decoder = new TextDecoder(label, { fatal: true });
  const table = new Map<string, readonly number[]>();
  const learn = (...bytes: number[]): void => {
    try {
      const letters = [...decoder.decode(Uint8Array.from(bytes))];
      if (letters.length === 1 && !table.has(letters[0]!)) table.set(letters[0]!, bytes);
    } catch {
      // No letter begins or ends like this.
    }
  };
  for (let byte = 0; byte < 256; byte++) learn(byte);
  if (table.size < 200) for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) learn(lead, trail);
  tables.set(label, table);
  return table;
}
