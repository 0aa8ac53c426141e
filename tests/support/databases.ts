import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe } from 'vitest';
import { openDatabase, type DatabaseConfig, type OpenOptions, type ServerDb } from '#server/db/open.ts';
import { embeddedPostgres } from './postgres-binaries.ts';
import { postgresUrl } from './postgres-cluster.ts';

/** Where a test's database may lie; empty, and gone when the suite is over. */
export type TestDatabases = {
  readonly name: 'sqlite' | 'postgres';
  /** A fresh, empty place for a server that opens its database itself, or for two handles on one database. */
  place(): Promise<DatabaseConfig>;
};

/** Opens a fresh database with all tables and no rows; closed by itself after the suite. */
export type OpenTestDatabase = (options?: OpenOptions) => Promise<ServerDb>;

/**
 * Runs a suite once on SQLite (in memory; files where `place` is asked) and once on a real PostgreSQL.
 * Where the platform has no PostgreSQL package the second run is skipped by name.
 */
export function describeOnEachDatabase(name: string, suite: (open: OpenTestDatabase, databases: TestDatabases) => void): void {
  describe(`${name} · sqlite`, () => runSuite('sqlite', suite));
  const postgres = embeddedPostgres() !== null;
  describe.skipIf(!postgres)(`${name} · postgres${postgres ? '' : ' (skipped: no embedded PostgreSQL for this platform)'}`, () => runSuite('postgres', suite));
}

function runSuite(name: 'sqlite' | 'postgres', suite: (open: OpenTestDatabase, databases: TestDatabases) => void): void {
  const opened: ServerDb[] = [];
  const places: { remove(): Promise<void> }[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((db) => db.close()));
    await Promise.all(places.map((place) => place.remove()));
  });
  const place = async (): Promise<DatabaseConfig> => {
    const made = name === 'sqlite' ? sqlitePlace() : await postgresPlace();
    places.push(made);
    return made.config;
  };
  const open: OpenTestDatabase = async (options) => {
    const db = await openDatabase(name === 'sqlite' ? { kind: 'sqlite', file: ':memory:' } : await place(), options);
    opened.push(db);
    return db;
  };
  suite(open, { name, place });
}

function sqlitePlace() {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-test-sqlite-'));
  return {
    config: { kind: 'sqlite', file: join(folder, 'server.db') } satisfies DatabaseConfig,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function postgresPlace() {
  const base = await postgresUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const asOwner = async (statement: string) => {
    const client = new pg.Client({ connectionString: base });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await asOwner(`CREATE DATABASE ${name}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return {
    config: { kind: 'postgres', url: url.href, connections: 8 } satisfies DatabaseConfig,
    remove: () => asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
