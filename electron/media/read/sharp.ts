/** The one place that loads sharp: with the readers a seller's picture needs and no others, and without keeping anything between two pictures. */
import sharp from 'sharp';

// Everything comes in from memory, and a document, a drawing or a script is no picture, whatever it is called.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadHeifBuffer', 'VipsForeignLoadNsgifBuffer', 'VipsForeignLoadTiffBuffer'] });
sharp.cache(false);
// Two workers keep two processors busy; threads inside each would only wait for one another.
sharp.concurrency(1);

export { sharp };
