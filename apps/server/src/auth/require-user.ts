import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { ApiError } from "../http/api-error.ts";
import type { Auth } from "./create-auth.ts";
import { toHeaders } from "./web-request.ts";

/** Tells who asks. Both throw {@link ApiError} `not-logged-in`. */
export interface Users {
	/** By session cookie, or by a token in the header `Authorization: Bearer …`. */
	require(request: { readonly headers: IncomingHttpHeaders }): Promise<string>;
	/** By session cookie only: for what a program with a token may not do. */
	requireSession(request: { readonly headers: IncomingHttpHeaders }): Promise<string>;
	/** The user of a token, or undefined; notes that it was used. */
	byToken(token: string): Promise<string | undefined>;
}

/** How a token begins, so that one that leaked is recognised. */
export const tokenPrefix = "undertone_";

/** See {@link Users}. */
export function createUsers(auth: Auth, database: Kysely<Tables>): Users {
	const requireSession = async (request: { readonly headers: IncomingHttpHeaders }): Promise<string> => {
		const session = await auth.api.getSession({ headers: toHeaders(request) });
		if (session === null) throw new ApiError("not-logged-in");
		return session.user.id;
	};
	const byToken = async (token: string): Promise<string | undefined> => {
		if (!token.startsWith(tokenPrefix)) return undefined;
		const row = await database
			.updateTable("token")
			.set({ last_used_at: new Date() })
			.where("hash", "=", tokenHash(token))
			.returning("user_id")
			.executeTakeFirst();
		return row?.user_id;
	};
	return {
		byToken,
		requireSession,
		require: async (request) => {
			const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
			if (bearer === undefined) return requireSession(request);
			const user = await byToken(bearer);
			if (user === undefined) throw new ApiError("not-logged-in", "The token is not, or no longer, valid.");
			return user;
		},
	};
}

/** What stands in the database in place of a token; a token has 256 random bits, so a plain hash is enough. */
export function tokenHash(token: string): string {
	return createHash("sha256").update(token).digest("hex");
}
