/** Decimals per ISO 4217 code in force. Source: ISO 4217 list one (the XML shipped with npm `currency-codes` 2.2.0). */
export const currencyExponents: Readonly<Record<string, number>> = { MAD: 2, EUR: 2, USD: 2, GBP: 2, TND: 3, KWD: 3, JPY: 0, XAF: 0, XOF: 0, DZD: 2, MRU: 2, HUF: 2, ISK: 0, BRL: 2 };
