import { describe, expect, test } from 'vitest';
import { noteRenewed, noteSchema, scopesToRenew } from '#electron/sync/renewal.ts';
import { dropScope, metaOf, putScope } from '#electron/sync/store.ts';
import type { ScopeName } from '#shared/sync/model.ts';
import { at, shopIdOf } from '#tests/builders/catalog.ts';
import { aCache } from './support/cache.ts';

const common = 'common' as ScopeName;
const mine = `vendor:${shopIdOf(1)}` as ScopeName;
const held = () => {
  const db = aCache();
  db.now((writable) => {
    for (const scope of [common, mine]) putScope(writable, { scope, cursor: 'c1', head: 'c1', caughtUpAt: at(1) });
  });
  return db;
};

describe('a console that was renewed', () => {
  test('an empty cache has nothing to fetch again', () => {
    const db = aCache();
    db.now((writable) => noteSchema(writable, 4));
    expect([scopesToRenew(db), metaOf(db, 'schema')]).toEqual([[], '4']);
  });

  test('fetches every scope once more, one after the other, also when it is closed in between', () => {
    const db = held();
    db.now((writable) => noteSchema(writable, 3));
    expect(scopesToRenew(db)).toEqual([common, mine]);
    db.now((writable) => noteRenewed(writable, mine));
    db.now((writable) => noteSchema(writable, 3));
    expect(scopesToRenew(db)).toEqual([common]);
    db.now((writable) => noteRenewed(writable, common));
    expect(scopesToRenew(db)).toEqual([]);
  });

  test('a cache from before this was noted is of the first schema', () => {
    const db = held();
    db.now((writable) => noteSchema(writable, 1));
    expect(scopesToRenew(db)).toEqual([]);
  });

  test('a scope that was taken away meanwhile is not asked for', () => {
    const db = held();
    db.now((writable) => {
      noteSchema(writable, 3);
      dropScope(writable, mine);
    });
    expect(scopesToRenew(db)).toEqual([common]);
  });
});
