import { join } from 'node:path';
import type { MediaStorage } from './storage.ts';
import { storageCloudinary } from './storage-cloudinary.ts';
import { storageFolder } from './storage-folder.ts';
import { storageS3 } from './storage-s3.ts';
import type { StorageSettings } from './settings.ts';

/** Where everything about pictures lies on this machine. */
export const mediaFolder = (dataDir: string): string => join(dataDir, 'media');

/** The storage that settings speak of. */
export function openStorage(settings: StorageSettings, dataDir: string): MediaStorage | Promise<MediaStorage> {
  switch (settings.kind) {
    case 'folder':
      return storageFolder(join(mediaFolder(dataDir), 'kept'));
    case 's3':
      return storageS3(settings);
    case 'cloudinary':
      return storageCloudinary(settings);
  }
}
