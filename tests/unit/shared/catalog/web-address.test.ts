import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readWebAddress } from '#shared/catalog/web-address.ts';

test.each([
  { text: 'https://nour.example', value: 'https://nour.example' },
  { text: ' Nour.Example/ ', value: 'https://nour.example' },
  { text: 'https://souk.example/nour//', value: 'https://souk.example/nour' },
  { text: 'https://متجر.example/سلة', value: 'https://xn--pgbep1f.example/%D8%B3%D9%84%D8%A9' },
  { text: 'http://nour.example', fault: 'web-address-https' },
  { text: 'javascript://nour.example/%0aalert(1)', fault: 'web-address-https' },
  { text: 'https://localhost', fault: 'web-address-host' },
  { text: 'https://192.168.1.4', fault: 'web-address-host' },
  { text: 'https://[::1]/', fault: 'web-address-plain' },
  { text: 'mon site', fault: 'web-address-host' },
  { text: 'https://', fault: 'web-address-host' },
  { text: 'https://nour.example:8443', fault: 'web-address-plain' },
  { text: 'https://bank.example@nour.example', fault: 'web-address-plain' },
  { text: 'https://nour.example/?utm=1', fault: 'web-address-plain' },
  { text: 'https://nour.example/#top', fault: 'web-address-plain' },
])('the address «$text»', ({ text, value, fault }) => expect(readWebAddress(text)).toEqual(value === undefined ? { ok: false, error: fault } : { ok: true, value }));

test('what was read once reads as itself', () =>
  fc.assert(fc.property(fc.oneof(fc.webUrl(), fc.domain(), fc.string()), (text) => {
    const read = readWebAddress(text);
    if (read.ok) expect(readWebAddress(read.value)).toEqual(read);
  })));
