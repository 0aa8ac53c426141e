#!/usr/bin/env node
// Stands in for 7-Zip where electron-builder only wants a tar file gzipped: `… OUT.tar.gz IN.tar`. 7-Zip itself would be downloaded.
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const [out, tar] = process.argv.slice(-2);
await pipeline(createReadStream(tar), createGzip({ level: 9 }), createWriteStream(out));
