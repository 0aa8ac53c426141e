import type { Json } from '../kernel/json.ts';
import { canonicalJson } from './canonical.ts';

/*
 * Two machines find out whether they hold the same records without sending them: the records of a scope fall into 256 buckets, and
 * each bucket is a sum over its records. Sums do not depend on the order and a change is one subtraction and one addition, so that
 * the server keeps them with its counter. Where a sum differs, that bucket is looked at: about one record in 256.
 */

/** Buckets of a scope. */
export const BUCKETS = 256;

/** The sums of a scope: for each bucket the upper and the lower half of a number of 64 bits. */
export type Sums = Uint32Array & { readonly __sums?: true };

/** What is counted of a record: another version is another sum. */
export type Counted = { readonly entity: string; readonly id: string; readonly version: number };

/** In which bucket a record lies: the last byte of its id, which is random in a UUIDv7 and which every database can read. */
export const bucketOf = (id: string): number => Number.parseInt(id.slice(-2), 16) & 255;
/** The same in SQL terms: the last two characters of the id, lower case. */
export const bucketKey = (bucket: number): string => bucket.toString(16).padStart(2, '0');

export const noRecords = (): Sums => new Uint32Array(2 * BUCKETS);

// The two halves of the last hash; a pair per call would be half a pass's time in garbage.
let upper = 0;
let lower = 0;

/** Source: cyrb53 by bryc (public domain), with both halves kept whole and a number mixed in before the end. */
function hash(text: string, number: number): void {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (number >>> 0), 2246822519);
  b = Math.imul(b ^ (number >>> 0), 3266489917);
  const high = Math.floor(number / 2 ** 32);
  a = Math.imul(a ^ (a >>> 15) ^ high, 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 15) ^ high, 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  upper = (a ^ (a >>> 16)) >>> 0;
  lower = (b ^ (b >>> 16)) >>> 0;
}

const hex = (number: number): string => number.toString(16).padStart(8, '0');

/** Counts a record in. */
export function countIn(sums: Sums, { entity, id, version }: Counted): void {
  hash(`${entity}/${id}`, version);
  const at = 2 * bucketOf(id);
  const low = sums[at + 1]! + lower;
  sums[at + 1] = low;
  sums[at] = sums[at]! + upper + (low > 0xffffffff ? 1 : 0);
}

/** Counts a record out that was counted in with this version. */
export function countOut(sums: Sums, { entity, id, version }: Counted): void {
  hash(`${entity}/${id}`, version);
  const at = 2 * bucketOf(id);
  const low = sums[at + 1]! - lower;
  sums[at + 1] = low;
  sums[at] = sums[at]! - upper - (low < 0 ? 1 : 0);
}

/** The sums of many records. */
export function sumsOf(records: Iterable<Counted>): Sums {
  const sums = noRecords();
  for (const record of records) countIn(sums, record);
  return sums;
}

/** Adds the sums of other records: the digest of two scopes together. */
export function addSums(sums: Sums, more: Sums): void {
  for (let at = 0; at < sums.length; at += 2) {
    const low = sums[at + 1]! + more[at + 1]!;
    sums[at + 1] = low;
    sums[at] = sums[at]! + more[at]! + (low > 0xffffffff ? 1 : 0);
  }
}

/** One short text for all sums, 16 hexadecimal digits: what is compared all the time. */
export function rootOf(sums: Sums): string {
  return hashOfText(textOf(sums));
}

/** The sums as they travel: 16 hexadecimal digits for each bucket, 4,096 in all. */
export function textOf(sums: Sums): string {
  let text = '';
  for (const half of sums) text += hex(half);
  return text;
}

/** @returns null for a text that is none of ours */
export function sumsFromText(text: string): Sums | null {
  if (!/^[0-9a-f]{4096}$/.test(text)) return null;
  const sums = noRecords();
  for (let at = 0; at < sums.length; at++) sums[at] = Number.parseInt(text.slice(8 * at, 8 * at + 8), 16);
  return sums;
}

/** The sums as they rest in a database: 2,048 bytes, upper half first. */
export function bytesOf(sums: Sums): Uint8Array {
  const bytes = new Uint8Array(4 * sums.length);
  const view = new DataView(bytes.buffer);
  sums.forEach((half, at) => view.setUint32(4 * at, half));
  return bytes;
}

/** @throws RangeError when these are not 2,048 bytes */
export function sumsFromBytes(bytes: Uint8Array): Sums {
  const sums = noRecords();
  if (bytes.byteLength !== 4 * sums.length) throw new RangeError(`a digest of ${bytes.byteLength} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < sums.length; at++) sums[at] = view.getUint32(4 * at);
  return sums;
}

/** The buckets in which two machines differ, in order. */
export function differing(here: Sums, there: Sums): number[] {
  return Array.from({ length: BUCKETS }, (_, bucket) => bucket).filter((bucket) => here[2 * bucket] !== there[2 * bucket] || here[2 * bucket + 1] !== there[2 * bucket + 1]);
}

function hashOfText(text: string): string {
  hash(text, text.length);
  return hex(upper) + hex(lower);
}

/**
 * What a record says, in 16 hexadecimal digits, whatever the order of its keys: finds a record that was damaged without a new version.
 * Against accidents only; who wants to deceive can find two records with one hash.
 */
export const contentHash = (doc: Json): string => hashOfText(canonicalJson(doc));
