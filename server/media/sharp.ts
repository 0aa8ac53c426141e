/** The one place that loads sharp on the server: with the readers pictures need and no others, and without keeping anything between two of them. */
import sharp from 'sharp';

// A drawing or a document is no picture, whatever it is called; what could read one is not even asked.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadHeifBuffer', 'VipsForeignLoadNsgifBuffer', 'VipsForeignLoadTiffBuffer'] });
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
