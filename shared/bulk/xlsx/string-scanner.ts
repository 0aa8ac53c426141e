import { withoutEscapes } from './cell-values.ts';
import { XmlScanner } from './xml-scanner.ts';

/** Goes through the texts a workbook keeps once for all its cells; how they sound (furigana) is left out. */
export function stringScanner(each: (text: string) => void): XmlScanner {
  let text = '';
  let reading = false;
  let sounding = false;
  return new XmlScanner({
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') reading = !sounding;
      else if (name === 'rPh') sounding = true;
    },
    close: (name) => {
      if (name === 't') reading = false;
      else if (name === 'rPh') sounding = false;
      else if (name === 'si') each(withoutEscapes(text));
    },
    text: (part) => {
      if (reading) text += part;
    },
  });
}
