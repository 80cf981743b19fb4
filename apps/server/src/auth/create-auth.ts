import { randomUUID } from "node:crypto";
import { betterAuth } from "better-auth";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";

/** Characters. */
export const minPasswordLength = 10;

/** What the account code needs. */
interface AuthOptions {
	readonly database: Kysely<Tables>;
	readonly secret: string;
	/** Whether browsers reach the server by HTTPS. */
	readonly secure: boolean;
	readonly registration: "open" | "closed";
}

/**
 * Accounts by e-mail and password (argon2id), sessions in the database, cookies that pages cannot read and other
 * sites cannot send.
 */
export function createAuth({ database, secret, secure, registration }: AuthOptions) {
	return betterAuth({
		secret,
		basePath: "/api/auth",
		database: { db: database, type: "postgres" },
		emailAndPassword: {
			enabled: true,
			disableSignUp: registration === "closed",
			minPasswordLength,
			maxPasswordLength: 200,
			autoSignIn: true,
			password: {
				hash: hashPassword,
				verify: ({ password, hash }) => verifyPassword(password, hash),
			},
		},
		session: { expiresIn: 30 * 24 * 3600, updateAge: 24 * 3600 },
		advanced: {
			useSecureCookies: secure,
			cookiePrefix: "undertone",
			defaultCookieAttributes: { sameSite: "strict", httpOnly: true },
			database: { generateId: () => randomUUID() },
			ipAddress: { disableIpTracking: true },
			// addSecurity has checked the origin of every request, with the same rule for all addresses.
			disableCSRFCheck: true,
			disableOriginCheck: true,
		},
		// The server limits tries itself, by address and account.
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true },
	});
}

/** See {@link createAuth}. */
export type Auth = ReturnType<typeof createAuth>;
