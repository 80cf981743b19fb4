import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";

/**
 * The secret that sessions are signed with: made once, readable by this user only.
 *
 * @throws {UndertoneError} `file-unreadable` if the file is there but holds too little.
 */
export function readSecret(folder: string): string {
	const path = join(folder, "secret");
	if (!existsSync(path)) {
		const file = openSync(path, "wx", 0o600);
		writeSync(file, randomBytes(32).toString("hex"));
		fsyncSync(file);
		closeSync(file);
	}
	const secret = readFileSync(path, "utf8").trim();
	if (secret.length >= 32) return secret;
	throw new UndertoneError(
		"file-unreadable",
		`The secret in "${path}" must have at least 32 characters, got ${secret.length}. Delete it: a new one is made, and everybody logs in again.`,
	);
}
