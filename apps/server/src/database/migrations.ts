import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** Applied in order, once each, on the embedded database and on PostgreSQL alike; never edited, only added to. */
const migrations: readonly { readonly name: string; readonly statements: readonly string[] }[] = [
	{
		name: "001-accounts",
		statements: [
			`create table "user" (id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null, image text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now())`,
			`create table session (id text primary key, "expiresAt" timestamptz not null, token text not null unique, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" text not null references "user" (id) on delete cascade)`,
			`create index session_by_user on session ("userId")`,
			`create table account (id text primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" (id) on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text, password text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null)`,
			`create index account_by_user on account ("userId")`,
			`create table verification (id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now())`,
		],
	},
	{
		name: "002-analyses",
		statements: [
			`create table settings (user_id text primary key references "user" (id) on delete cascade, save_history boolean not null, retention_days integer, purpose text)`,
			`create table analysis (id uuid primary key, user_id text not null references "user" (id) on delete cascade, created_at timestamptz not null default now(), source text not null, title text not null, note text not null, correction text, file jsonb not null, result jsonb not null, peaks jsonb not null, recording text, file_name text not null, sha256 text, label text, duration double precision not null)`,
			`create index analysis_history on analysis (user_id, created_at desc, id desc)`,
			`create index analysis_same_file on analysis (user_id, sha256)`,
		],
	},
	{
		name: "003-tokens-and-limits",
		statements: [
			`create table token (id uuid primary key, user_id text not null references "user" (id) on delete cascade, name text not null, hash text not null unique, created_at timestamptz not null default now(), last_used_at timestamptz)`,
			`create index token_by_user on token (user_id)`,
			`create table login_failure (key text primary key, count integer not null, until timestamptz not null)`,
		],
	},
	{
		name: "004-kinds",
		statements: [`alter table analysis add column kind text not null default 'speech'`],
	},
];

/** Only one process at a time may change a shared database's form: any number will do, as long as it stays. */
const migrationLock = 7_355_608;

/** Brings the database to the newest form, in one transaction. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
	await database.transaction().execute(async (transaction) => {
		await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
		await sql`create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`.execute(
			transaction,
		);
		const rows = await transaction.selectFrom("migration").select("name").execute();
		const applied = new Set(rows.map((row) => row.name));
		for (const { name, statements } of migrations) {
			if (applied.has(name)) continue;
			for (const statement of statements) await sql.raw(statement).execute(transaction);
			await transaction.insertInto("migration").values({ name }).execute();
		}
	});
}
