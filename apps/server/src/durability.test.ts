import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfiguration } from "./config.ts";
import { resetPassword } from "./reset-password.ts";
import { madeInThePage } from "./testing/made-in-the-page.ts";
import { type ServerProcess, startServerProcess } from "./testing/server-process.ts";

const home = mkdtempSync(join(tmpdir(), "undertone-durability-"));
const password = "a long enough password";
const email = "anna@example.org";
let server: ServerProcess;
beforeAll(async () => {
	server = await startServerProcess({ UNDERTONE_HOME: home });
}, 120_000);
afterAll(async () => {
	if (server.child.exitCode === null) await server.end("SIGKILL");
	rmSync(home, { recursive: true, force: true });
}, 60_000);

const json = { "content-type": "application/json" };
const enter = async (door: "sign-up" | "sign-in", secret = password) => {
	const body = JSON.stringify({ email, password: secret });
	const response = await fetch(`${server.url}/api/auth/${door}/email`, {
		method: "POST",
		headers: json,
		body,
	});
	const cookie = response.headers
		.getSetCookie()
		.map((set) => set.split(";")[0])
		.join("; ");
	return { status: response.status, cookie };
};
const saveWithRecording = async (cookie: string, title: string): Promise<string> => {
	const body = new FormData();
	body.set("analysis", JSON.stringify(madeInThePage({ title })));
	body.set("file", new Blob([encodeWav(new Float32Array(40_000), 8000)]), "clip.wav");
	const url = `${server.url}/api/v1/analyses/results`;
	const response = await fetch(url, { method: "POST", headers: { cookie }, body });
	const { analysis } = (await response.json()) as { analysis: { id: string } };
	return analysis.id;
};

describe("a server with the embedded database", { timeout: 180_000 }, () => {
	it("tells a second start who holds the data folder, and a password is not reset meanwhile", async () => {
		const holder = new RegExp(`in use by process ${server.child.pid} since \\d{4}-`);
		await expect(startServerProcess({ UNDERTONE_HOME: home })).rejects.toThrow(holder);
		const config = readConfiguration({ UNDERTONE_HOME: home });
		await expect(resetPassword(config, email, "another long password")).rejects.toThrow(holder);
	});

	it("killed while it stores results (kill -9), loses nothing that it had acknowledged", async () => {
		const { cookie } = await enter("sign-up");
		const acknowledged: string[] = [];
		const storing = Promise.allSettled(
			Array.from({ length: 4 }, async (_, worker) => {
				for (let i = 0; i < 100; i++) acknowledged.push(await saveWithRecording(cookie, `${worker}-${i}`));
			}),
		);
		await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(20);
		await server.end("SIGKILL");
		await storing;
		server = await startServerProcess({ UNDERTONE_HOME: home });
		for (const id of acknowledged) {
			const url = `${server.url}/api/v1/analyses/${id}`;
			const statuses = await Promise.all(
				[url, `${url}/recording`].map(
					async (address) => (await fetch(address, { headers: { cookie } })).status,
				),
			);
			expect(statuses).toEqual([200, 200]);
		}
		const listed = await fetch(`${server.url}/api/v1/analyses`, { headers: { cookie } });
		const { total } = (await listed.json()) as { total: number };
		expect(total).toBeGreaterThanOrEqual(acknowledged.length);
		expect(readdirSync(join(home, "recordings"))).toHaveLength(total);
		expect(readdirSync(join(home, "incoming"))).toEqual([]);
	});

	it("ends by SIGTERM and gives the folder back; then a password can be reset, which ends all sessions", async () => {
		const { cookie } = await enter("sign-in");
		await server.end("SIGTERM");
		expect(server.child.exitCode).toBe(0);
		expect(readdirSync(home)).not.toContain("lock");
		const config = readConfiguration({ UNDERTONE_HOME: home });
		await expect(resetPassword(config, email, "short")).rejects.toThrow("10 to 200 characters, got 5");
		await expect(resetPassword(config, "nobody@example.org", password)).rejects.toThrow("no account for");
		await resetPassword(config, email, "another long password");
		server = await startServerProcess({ UNDERTONE_HOME: home });
		expect((await enter("sign-in")).status).toBe(401);
		expect((await enter("sign-in", "another long password")).status).toBe(200);
		const old = await fetch(`${server.url}/api/v1/settings`, { headers: { cookie } });
		expect(old.status).toBe(401);
	});
});
