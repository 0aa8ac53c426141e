/**
 * Telephone numbers, addresses of mail and pages: buyers are not led away from the marketplace. Every repetition has an end and a word is
 * looked at from its beginning only, so that a description of 20,000 letters without a blank takes no longer than another.
 */
const phone = /(?<![\d.-])(?:\d[\s.-]?){9,15}(?!\d)/u;
const mail = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]{2,}/iu;
const page = /https?:\/\/|www\./iu;
/** What every telephone number contains: found, or not, in a tenth of the time, and most texts have none. */
const digits = /\d(?:[\s.-]?\d){8}/u;
const markup = /<[a-z/!][^<>]{0,500}>|&[a-z]{1,31};|\{\{/iu;

/** Whether a text names a way to reach the seller outside of the marketplace. */
export const leadsAway = (text: string): boolean => (text.includes('@') && mail.test(text)) || ((text.includes('://') || text.includes('.')) && page.test(text)) || (digits.test(text) && phone.test(text));

/** Whether a text holds markup, which buyers would read as it stands. */
export const hasMarkup = (text: string): boolean => (text.includes('<') || text.includes('&') || text.includes('{{')) && markup.test(text);
