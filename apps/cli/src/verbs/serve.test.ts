import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type Run, runUndertone } from "../testing/run-undertone.ts";

const home = mkdtempSync(join(tmpdir(), "undertone-serve-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
/** The first start makes the database, which takes seconds on a small machine. */
const timeout = 120_000;

/** A running studio. */
async function start(): Promise<{ readonly url: string; stop(): Promise<Run> }> {
	let interrupt = (): void => undefined;
	let announce: (url: string) => void = () => undefined;
	const announced = new Promise<string>((resolve) => {
		announce = resolve;
	});
	const ended = runUndertone(["serve", "--port", "0", "--home", home], {
		environment: { UNDERTONE_LOG: "error" },
		onStart: (child) => {
			interrupt = () => child.kill("SIGINT");
			child.stdout?.on("data", (part: Buffer) => {
				const [url] = /http:\S+/.exec(part.toString()) ?? [];
				if (url !== undefined) announce(url);
			});
		},
	});
	const failed = ended.then((run) => Promise.reject(new Error(`serve ended with ${run.code}: ${run.err}`)));
	const url = await Promise.race([announced, failed]);
	failed.catch(() => undefined);
	return {
		url,
		stop: () => {
			interrupt();
			return ended;
		},
	};
}

function post(url: string, path: string, body: object): Promise<Response> {
	return fetch(`${url}${path}`, {
		method: "POST",
		headers: { "content-type": "application/json", origin: url },
		body: JSON.stringify(body),
	});
}

const email = "anna@example.org";
const signIn = async (url: string, password: string): Promise<number> =>
	(await post(url, "/api/auth/sign-in/email", { email, password })).status;

describe.skipIf(process.platform === "win32")("undertone serve and reset-password", () => {
	it("start the studio, keep a second one away, end at Ctrl-C, and change a password", {
		timeout,
	}, async () => {
		const first = await start();
		expect((await fetch(`${first.url}/api/v1/health`)).status).toBe(200);
		const account = { name: "Anna", email, password: "first password of anna" };
		expect((await post(first.url, "/api/auth/sign-up/email", account)).status).toBe(200);

		const second = await runUndertone(["serve", "--port", "0", "--home", home]);
		expect(second.code).toBe(2);
		expect(second.err).toMatch(/^undertone: The data folder ".*" is in use by process \d+/);
		const input = new TextEncoder().encode("second password of anna\n");
		const running = await runUndertone(["reset-password", email, "--home", home], { input });
		expect(running.code).toBe(2);
		expect(running.err).toMatch(/is in use by process/);
		expect((await first.stop()).code).toBe(0);

		const changed = await runUndertone(["reset-password", email, "--home", home], { input });
		expect(changed).toMatchObject({ code: 0, err: "" });
		const third = await start();
		expect(await signIn(third.url, "first password of anna")).toBe(401);
		expect(await signIn(third.url, "second password of anna")).toBe(200);
		await third.stop();

		const nobody = await runUndertone(["reset-password", "nobody@example.org", "--home", home], { input });
		expect(nobody).toMatchObject({ code: 2, out: "" });
		expect(nobody.err).toMatch(/no account for "nobody@example.org"/);
		const short = new TextEncoder().encode("short\n");
		const weak = await runUndertone(["reset-password", email, "--home", home], { input: short });
		expect(weak.err).toMatch(/10 to \d+ characters, got 5/);
		const empty = await runUndertone(["reset-password", email, "--home", home]);
		expect(empty.err).toMatch(/no password was given/);
	});

	it("refuse settings that cannot be", async () => {
		const port = await runUndertone(["serve", "--port", "many"]);
		expect(port.code).toBe(2);
		expect(port.err).toMatch(/^undertone: UNDERTONE_PORT/);
		expect((await runUndertone(["serve", "--tls-cert", "cert.pem"])).err).toMatch(/together/);
		expect((await runUndertone(["serve", "now"])).err).toMatch(/takes options only, got "now"/);
		expect((await runUndertone(["reset-password"])).err).toMatch(/name one e-mail address/);
	});
});
