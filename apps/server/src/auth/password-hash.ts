import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };

/**
 * A password as argon2id in the PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
 *
 * @see RFC 9106 (2021)
 */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16);
	const hash = await derive({ ...cost, message: password.normalize("NFKC"), nonce, tagLength: 32 });
	const { memory, passes, parallelism } = cost;
	return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(nonce)}$${plain(hash)}`;
}

/** Whether a password is the one of a hash; false for anything that is no such hash. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
	const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
	if (match === null) return false;
	const expected = Buffer.from(match[5] as string, "base64");
	const hash = await derive({
		memory: Number(match[1]),
		passes: Number(match[2]),
		parallelism: Number(match[3]),
		message: password.normalize("NFKC"),
		nonce: Buffer.from(match[4] as string, "base64"),
		tagLength: expected.length,
	});
	return timingSafeEqual(hash, expected);
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		argon2("argon2id", parameters, (error, hash) => (error === null ? resolve(hash) : reject(error)));
	});
}

function plain(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
