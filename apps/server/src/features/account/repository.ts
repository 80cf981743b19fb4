import type { Account, Settings, Token } from "@undertone/api";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../../database/tables.ts";

const defaults: Settings = { saveHistory: true, retentionDays: null, purpose: null };

/** What is asked of the tables of users, settings and tokens. */
export interface AccountRepository {
	settings(userId: string): Promise<Settings>;
	changeSettings(userId: string, patch: Partial<Settings>): Promise<Settings>;
	account(userId: string): Promise<Omit<Account, "recordingBytes">>;
	/** Ids of the analyses that have a recording. */
	recordings(userId: string): Promise<string[]>;
	/** The same of all users. */
	allRecordings(): Promise<Set<string>>;
	/** How many were deleted. */
	removeAnalyses(userId: string): Promise<number>;
	/** With everything that refers to the user. */
	removeUser(userId: string): Promise<void>;
	passwordHash(userId: string): Promise<string>;
	tokens(userId: string): Promise<Token[]>;
	addToken(userId: string, token: { id: string; name: string; hash: string }): Promise<Token>;
	/** Whether there was one. */
	removeToken(userId: string, id: string): Promise<boolean>;
	/** Deletes what is older than its user's retention, or than `longest` days; the ids that had a recording. */
	removeExpired(now: Date, longest: number | undefined): Promise<string[]>;
}

/** See {@link AccountRepository}. */
export function createAccountRepository(database: Kysely<Tables>): AccountRepository {
	const settings = async (userId: string): Promise<Settings> => {
		const row = await database
			.selectFrom("settings")
			.selectAll()
			.where("user_id", "=", userId)
			.executeTakeFirst();
		if (row === undefined) return defaults;
		return { saveHistory: row.save_history, retentionDays: row.retention_days, purpose: row.purpose };
	};
	const removeOlder = async (before: Date, userId?: string): Promise<string[]> => {
		let query = database.deleteFrom("analysis").where("created_at", "<", before);
		if (userId !== undefined) query = query.where("user_id", "=", userId);
		const rows = await query.returning(["id", "recording"]).execute();
		return rows.filter(({ recording }) => recording !== null).map(({ id }) => id);
	};
	return {
		settings,
		changeSettings: async (userId, patch) => {
			const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
			const { saveHistory, retentionDays, purpose }: Settings = { ...(await settings(userId)), ...given };
			const row = { save_history: saveHistory, retention_days: retentionDays, purpose };
			await database
				.insertInto("settings")
				.values({ user_id: userId, ...row })
				.onConflict((conflict) => conflict.column("user_id").doUpdateSet(row))
				.execute();
			return settings(userId);
		},
		account: async (userId) => {
			const user = await database
				.selectFrom("user")
				.select(["id", "email", "name", "createdAt"])
				.where("id", "=", userId)
				.executeTakeFirstOrThrow();
			const counts = await database
				.selectFrom("analysis")
				.select([
					sql<number>`count(*)::int`.as("analyses"),
					sql<number>`count(recording)::int`.as("recordings"),
				])
				.where("user_id", "=", userId)
				.executeTakeFirstOrThrow();
			return { ...user, createdAt: user.createdAt.toISOString(), ...counts };
		},
		recordings: async (userId) => {
			const rows = await database
				.selectFrom("analysis")
				.select("id")
				.where("user_id", "=", userId)
				.where("recording", "is not", null)
				.execute();
			return rows.map(({ id }) => id);
		},
		allRecordings: async () => {
			const rows = await database
				.selectFrom("analysis")
				.select("id")
				.where("recording", "is not", null)
				.execute();
			return new Set(rows.map(({ id }) => id));
		},
		removeAnalyses: async (userId) => {
			const { numDeletedRows } = await database
				.deleteFrom("analysis")
				.where("user_id", "=", userId)
				.executeTakeFirstOrThrow();
			return Number(numDeletedRows);
		},
		removeUser: async (userId) => {
			await database.deleteFrom("user").where("id", "=", userId).execute();
		},
		passwordHash: async (userId) => {
			const row = await database
				.selectFrom("account")
				.select("password")
				.where("userId", "=", userId)
				.where("providerId", "=", "credential")
				.executeTakeFirst();
			return row?.password ?? "";
		},
		tokens: async (userId) => {
			const rows = await database
				.selectFrom("token")
				.selectAll()
				.where("user_id", "=", userId)
				.orderBy("created_at")
				.execute();
			return rows.map((row) => ({
				id: row.id,
				name: row.name,
				createdAt: row.created_at.toISOString(),
				lastUsedAt: row.last_used_at?.toISOString() ?? null,
			}));
		},
		addToken: async (userId, token) => {
			const createdAt = new Date();
			await database
				.insertInto("token")
				.values({ ...token, user_id: userId, created_at: createdAt })
				.execute();
			return { id: token.id, name: token.name, createdAt: createdAt.toISOString(), lastUsedAt: null };
		},
		removeToken: async (userId, id) => {
			const row = await database
				.deleteFrom("token")
				.where("user_id", "=", userId)
				.where("id", "=", id)
				.returning("id")
				.executeTakeFirst();
			return row !== undefined;
		},
		removeExpired: async (now, longest) => {
			const before = (days: number): Date => new Date(now.getTime() - days * 24 * 3600 * 1000);
			const recordings = longest === undefined ? [] : await removeOlder(before(longest));
			const users = await database
				.selectFrom("settings")
				.select(["user_id", "retention_days"])
				.where("retention_days", "is not", null)
				.execute();
			for (const { user_id, retention_days } of users) {
				if (retention_days !== null) recordings.push(...(await removeOlder(before(retention_days), user_id)));
			}
			return recordings;
		},
	};
}
