import attributes from './attributes.json';
import auth from './auth.json';
import bulk from './bulk.json';
import catalog from './catalog.json';
import common from './common.json';
import errors from './errors.json';
import exports from './export.json';
import imports from './import.json';
import listing from './listing.json';
import offer from './offer.json';
import palette from './palette.json';
import settings from './settings.json';
import shop from './shop.json';
import sync from './sync.json';
import versions from './versions.json';

export default { attributes, auth, bulk, catalog, common, errors, export: exports, import: imports, listing, offer, palette, settings, shop, sync, versions };
