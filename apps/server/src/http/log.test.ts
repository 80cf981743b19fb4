import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { createServer } from "../app.ts";
import { readConfiguration } from "../config.ts";
import { form } from "../testing/form.ts";
import { cookieOf } from "../testing/test-server.ts";

it("the log says what was asked and answered, and holds no password, cookie, token, search or sound", async () => {
	const home = mkdtempSync(join(tmpdir(), "undertone-log-"));
	let log = "";
	const logStream = new Writable({
		write: (chunk, _, done) => {
			log += String(chunk);
			done();
		},
	});
	const config = readConfiguration({ UNDERTONE_HOME: home, UNDERTONE_LOG: "debug" });
	const app = await createServer({ ...config, model: join(home, "none") }, { inMemory: true, logStream });
	const payload = { email: "anna@example.org", password: "secret words of anna" };
	const made = await app.inject({ method: "POST", url: "/api/auth/sign-up/email", payload });
	const cookie = cookieOf(made);
	await app.inject({
		method: "POST",
		url: "/api/auth/sign-in/email",
		payload: { ...payload, password: "wrong words" },
	});
	await app.inject({ url: "/api/v1/analyses?query=my+private+search", headers: { cookie } });
	const { payload: body, headers } = form(
		{},
		{ name: "a.wav", bytes: Buffer.from("RIFF....WAVEsound-of-anna") },
	);
	await app.inject({
		method: "POST",
		url: "/api/v1/analyses",
		payload: body,
		headers: { ...headers, cookie },
	});
	const url = "/api/v1/account/tokens";
	const { token } = (
		await app.inject({ method: "POST", url, payload: { name: "x" }, headers: { cookie } })
	).json();
	await app.inject({ url: "/api/v1/account", headers: { authorization: `Bearer ${token}` } });
	await app.close();
	rmSync(home, { recursive: true, force: true });
	const lines = log.trim().split("\n");
	expect(
		lines.map((line) => JSON.parse(line)).filter((line) => line.req?.path === "/api/v1/analyses"),
	).toHaveLength(2);
	const secrets = [
		"secret words",
		"wrong words",
		"private",
		"sound-of-anna",
		token,
		cookie.split("=")[1] as string,
	];
	for (const secret of secrets) expect(log).not.toContain(secret);
});
