import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import { ApiError } from "../http/api-error.ts";

const windowMinutes = 10;

/** Counts wrong passwords; in the database, so that a restart or a second machine forgets nothing. */
export interface LoginLimit {
	/** @throws {ApiError} `too-many-logins`. */
	check(account: string, address: string): Promise<void>;
	fail(account: string, address: string): Promise<void>;
	succeed(account: string, address: string): Promise<void>;
	/** Deletes what has run out. */
	sweep(): Promise<void>;
}

/**
 * A limit on wrong passwords within ten minutes: `tries` for one account from one address, ten times as many
 * for one account, and ten times as many from one address.
 */
export function createLoginLimit(database: Kysely<Tables>, tries: number): LoginLimit {
	const limits = (account: string, address: string): [key: string, most: number][] => [
		[keyOf("both", account.toLowerCase(), address), tries],
		[keyOf("account", account.toLowerCase()), 10 * tries],
		[keyOf("address", address), 10 * tries],
	];
	return {
		check: async (account, address) => {
			for (const [key, most] of limits(account, address)) {
				const row = await database
					.selectFrom("login_failure")
					.select("count")
					.where("key", "=", key)
					.where("until", ">", new Date())
					.executeTakeFirst();
				if (row !== undefined && row.count >= most) throw new ApiError("too-many-logins");
			}
		},
		fail: async (account, address) => {
			const now = new Date();
			const until = new Date(now.getTime() + windowMinutes * 60_000);
			for (const [key] of limits(account, address)) {
				await database
					.insertInto("login_failure")
					.values({ key, count: 1, until })
					.onConflict((conflict) =>
						conflict.column("key").doUpdateSet({
							count: sql<number>`case when login_failure.until > ${now} then login_failure.count + 1 else 1 end`,
							until,
						}),
					)
					.execute();
			}
		},
		succeed: async (account, address) => {
			const keys = limits(account, address)
				.slice(0, 2)
				.map(([key]) => key);
			await database.deleteFrom("login_failure").where("key", "in", keys).execute();
		},
		sweep: async () => {
			await database.deleteFrom("login_failure").where("until", "<", new Date()).execute();
		},
	};
}

/** Neither addresses nor accounts stand in the table in clear. */
function keyOf(...parts: string[]): string {
	return createHash("sha256").update(parts.join("\n")).digest("hex");
}
