// The database connection that scripts/prisma-schema-engine.mjs gives to the engine: Prisma's own driver adapter,
// with the three traps of that adapter worked around, each explained where it happens.
import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** The parts of a postgresql:// URL. Apart, because given whole the adapter uses it for the shadow database too. */
export function connectionParts(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const encrypted = ["require", "verify-full", "no-verify"].includes(searchParams.get("sslmode"));
  return {
    host: searchParams.get("host") ?? hostname,
    port: Number(port) || 5432,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(encrypted && { ssl: true }),
  };
}

export function adapterFactory(config) {
  const factory = new PrismaPg(config);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => readCharColumns(await connect());
  factory.connectToShadowDb = () => connectToShadow(config);
  return factory;
}

async function connectToShadow(config) {
  const name = `herald_shadow_${randomUUID()}`;
  await runOnce(config, `CREATE DATABASE "${name}"`);
  const adapter = readCharColumns(await new PrismaPg({ ...config, database: name }).connect());
  const dispose = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await dispose();
    // Without FORCE the drop fails while the pool's last connection is still closing.
    await runOnce(config, `DROP DATABASE "${name}" WITH (FORCE)`);
  };
  return adapter;
}

async function runOnce(config, sql) {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const CHAR_OID = 18;
const TEXT_OID = 25;

// Introspection selects columns of the internal type "char", which adapter-pg refuses as unknown. They are read as
// text, and then named for what they are.
function readCharColumns(queryable) {
  const queryRaw = queryable.queryRaw;
  queryable.queryRaw = async (query) => {
    const charColumns = [];
    const performIO = async (io) => {
      const answer = await queryable.performIO(io);
      answer.fields.forEach((field, i) => {
        if (field.dataTypeID !== CHAR_OID) return;
        field.dataTypeID = TEXT_OID;
        charColumns.push(i);
      });
      return answer;
    };
    const result = await queryRaw.call(Object.create(queryable, { performIO: { value: performIO } }), query);
    for (const i of charColumns) result.columnTypes[i] = ColumnTypeEnum.Character;
    return result;
  };
  const startTransaction = queryable.startTransaction?.bind(queryable);
  if (startTransaction) queryable.startTransaction = async (level) => readCharColumns(await startTransaction(level));
  return queryable;
}
