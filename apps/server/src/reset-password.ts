import { UndertoneError } from "@undertone/core";
import { minPasswordLength } from "./auth/create-auth.ts";
import { hashPassword } from "./auth/password-hash.ts";
import type { ServerConfiguration } from "./config.ts";
import { lockDataFolder } from "./data-folder/lock.ts";
import { openDatabase } from "./database/open-database.ts";

/**
 * Gives an account a new password and ends its sessions. The embedded database must not be in use by a server.
 *
 * @throws {UndertoneError} `usage` if there is no such account or the password is too short;
 *   `data-folder-locked` if a server holds the folder.
 */
export async function resetPassword(
	config: ServerConfiguration,
	email: string,
	password: string,
): Promise<void> {
	if (password.length < minPasswordLength || password.length > 200) {
		throw new UndertoneError(
			"usage",
			`The new password must have ${minPasswordLength} to 200 characters, got ${password.length}.`,
		);
	}
	const release = config.databaseUrl === undefined ? lockDataFolder(config.home) : () => undefined;
	try {
		const { database, close } = await openDatabase({ url: config.databaseUrl, home: config.home });
		try {
			const user = await database
				.selectFrom("user")
				.select("id")
				.where("email", "=", email.toLowerCase())
				.executeTakeFirst();
			if (user === undefined) throw new UndertoneError("usage", `There is no account for "${email}".`);
			const hash = await hashPassword(password);
			await database
				.updateTable("account")
				.set({ password: hash })
				.where("userId", "=", user.id)
				.where("providerId", "=", "credential")
				.execute();
			await database.deleteFrom("session").where("userId", "=", user.id).execute();
			// Whoever needed a new password has probably tried too often.
			await database.deleteFrom("login_failure").execute();
		} finally {
			await close();
		}
	} finally {
		release();
	}
}
