import { z } from 'zod';
import { shopId } from '../auth/model.ts';
import { channels, events } from '../contract/channel.ts';
import { endpoints } from '../contract/http.ts';
import { appError } from '../kernel/errors.ts';
import { uuid } from '../kernel/ids.ts';
import { MOST_FILE_BYTES } from './file-rules.ts';
import { digitalFile } from './kind-model.ts';
import { productId } from './model.ts';

/** How a file of a product stands, seen from this console. */
export const fileState = z.discriminatedUnion('name', [
  /** On this device; so many of its bytes are on the server. */
  z.object({ name: z.literal('waiting'), sent: z.int() }),
  z.object({ name: z.literal('sending'), sent: z.int() }),
  /** On the server; `here`: a copy is on this device, too. */
  z.object({ name: z.literal('sent'), here: z.boolean() }),
  /** Waiting does not help: something has to be done first. */
  z.object({ name: z.literal('refused'), error: appError }),
  /** Chosen on another device, and not known to be on the server. */
  z.object({ name: z.literal('elsewhere') }),
]);
export type FileState = z.infer<typeof fileState>;

export const fileChannels = channels({
  /** Keeps a file that has come in whole for a product; answers what the product's record says about it. The record itself is an ordinary edit. */
  'catalog.keepFile': { input: z.object({ intake: uuid, productId }), output: digitalFile.omit({ position: true }) },
  /** The state of each file of a product, by its id. */
  'catalog.fileStates': { input: z.object({ productId }), output: z.object({ states: z.record(z.string(), fileState) }) },
  /** Tries to send at once what waits or was refused. */
  'catalog.retryFile': { input: z.object({ productId, fileId: uuid }), output: z.object({}) },
  /** Puts a copy into this person's folder of downloads, from here or from the server; answers where it lies. */
  'catalog.copyFile': { input: z.object({ productId, fileId: uuid }), output: z.object({ file: z.string() }) },
});

export const fileEvents = events({ 'catalog.filesChanged': z.object({}) });

const oneFile = z.strictObject({ shopId, sha256: digitalFile.shape.sha256 });
const held = z.object({ held: z.int().min(0), whole: z.boolean() });

/** Contents of files, by shop and SHA-256: knowing the hash of another shop's file opens nothing. */
export const fileEndpoints = endpoints({
  fileHeld: {
    method: 'get', path: '/catalog/shops/:shopId/files/:sha256/upload', auth: 'signed-in', summary: 'How many bytes of a file are here: where sending it goes on.',
    params: oneFile, reply: held, errors: ['signed-out', 'forbidden', 'not-found'],
  },
  sendFile: {
    method: 'put', path: '/catalog/shops/:shopId/files/:sha256/upload', auth: 'signed-in', summary: 'Sends a file or the next part of it, from the offset that is held; what came before a cut stays.',
    params: oneFile, query: z.strictObject({ offset: z.coerce.number().int().min(0), bytes: z.coerce.number().int().min(1) }), body: 'stream', bodyLimit: MOST_FILE_BYTES,
    reply: held, errors: ['signed-out', 'forbidden', 'not-found', 'conflict', 'rule-broken', 'corrupt-chunk', 'disk-full'],
  },
  file: {
    method: 'get', path: '/catalog/shops/:shopId/files/:sha256', auth: 'signed-in', summary: 'The content of a file, or the part a Range header names.',
    params: oneFile, reply: 'stream', errors: ['signed-out', 'forbidden', 'not-found'],
  },
});
