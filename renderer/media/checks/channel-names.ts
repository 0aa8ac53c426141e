/** What marketplaces are called, in every language. */
const names: Readonly<Record<string, string>> = { google: 'Google Merchant', walmart: 'Walmart', ebay: 'eBay', amazon: 'Amazon', shopify: 'Shopify', etsy: 'Etsy', vtex: 'VTEX' };

export const channelName = (channel: string): string => names[channel] ?? channel;
