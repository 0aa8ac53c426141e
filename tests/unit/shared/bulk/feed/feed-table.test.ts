import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FeedTable } from '#shared/bulk/feed/feed-table.ts';
import { NotXml } from '#shared/bulk/xlsx/xml-scanner.ts';

const feed = `<?xml version="1.0"?><rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><link>https://m.example</link>
<item><g:id>A-1</g:id><title>Dress &amp; belt</title><g:description><![CDATA[<b>Linen</b>]]></g:description><g:price>59.90 EUR</g:price>
<g:additional_image_link>https://m.example/1.jpg</g:additional_image_link><g:additional_image_link>https://m.example/2.jpg</g:additional_image_link>
<g:shipping><g:country>FR</g:country><g:service>Post</g:service><g:price>4.90 EUR</g:price></g:shipping><g:mpn/></item>
<item><g:id>A-2</g:id><g:price>5 EUR</g:price><g:size>M</g:size></item></channel></rss>`;
const names = ['id', 'title', 'description', 'price', 'additional_image_link', 'shipping', 'mpn'];

/** The feed read in pieces of so many signs. */
function read(text: string, piece: number, columns = names) {
  const table = new FeedTable(columns);
  const steps = Array.from({ length: Math.ceil(text.length / piece) }, (_, at) => table.push(text.slice(at * piece, (at + 1) * piece)));
  const all = [...steps, table.end()];
  return { rows: all.flatMap(({ rows }) => rows), faults: all.flatMap(({ faults }) => faults) };
}

test('BLK-09 products of a feed are rows: several of one in a cell, parts as Google\'s tables have them, the channel\'s own title in none', () => {
  const { rows, faults } = read(feed, feed.length);
  expect(rows).toEqual([
    { line: 1, cells: names },
    { line: 2, cells: ['A-1', 'Dress & belt', '<b>Linen</b>', '59.90 EUR', 'https://m.example/1.jpg,https://m.example/2.jpg', 'FR:Post:4.90 EUR', ''] },
    { line: 3, cells: ['A-2', '', '', '5 EUR', '', '', ''] },
  ]);
  expect(faults).toEqual([{ line: 3, rule: 'feed-late-column', severity: 'warning', stops: false, details: { names: 'size' } }]);
});
test('wherever a feed is cut into pieces, its rows are the same', () => fc.assert(fc.property(fc.integer({ min: 1, max: feed.length }), (piece) => void expect(read(feed, piece)).toEqual(read(feed, feed.length)))));
test('Atom says entry', () => expect(read('<feed><entry><id>B</id></entry></feed>', 7, ['id']).rows[1]).toEqual({ line: 2, cells: ['B'] }));
test.each(['<rss><item><id>A</id>', '<rss><item><id>A</id></item', '<!DOCTYPE rss [<!ENTITY a "b">]><rss/>'])('a feed that is cut off, or brings a document type, is damaged: %s', (text) => expect(() => read(text, 5)).toThrow(NotXml));
