import { readdirSync } from "node:fs";
import { join } from "node:path";
import { accountSchema, settingsSchema } from "@undertone/api";
import { encodeWav } from "@undertone/audio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { form } from "../../testing/form.ts";
import { madeInThePage } from "../../testing/made-in-the-page.ts";
import { password, startTestServer, type TestServer, type TestUser } from "../../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
}, 60_000);
afterAll(() => server.close(), 60_000);

const save = (user: TestUser) =>
	user.request({ method: "POST", url: "/api/v1/analyses/results", payload: madeInThePage() });
const saveWithRecording = (user: TestUser) =>
	user.request({
		method: "POST",
		url: "/api/v1/analyses/results",
		...form(
			{ analysis: JSON.stringify(madeInThePage()) },
			{ name: "a.wav", bytes: encodeWav(new Float32Array(800), 8000) },
		),
	});
const recordings = () => readdirSync(join(server.config.home, "recordings"));

describe("settings", () => {
	it("begin with the history on and nothing else chosen, and change one by one", async () => {
		const user = await server.register();
		const url = "/api/v1/settings";
		expect(settingsSchema.parse((await user.request({ url })).json())).toEqual({
			saveHistory: true,
			retentionDays: null,
			purpose: null,
		});
		await user.request({ method: "PUT", url, payload: { retentionDays: 30 } });
		const changed = await user.request({ method: "PUT", url, payload: { purpose: "own-voice" } });
		expect(changed.json()).toEqual({ saveHistory: true, retentionDays: 30, purpose: "own-voice" });
		const refused = await user.request({ method: "PUT", url, payload: { purpose: "hiring" } });
		expect(refused.statusCode).toBe(400);
	});

	it("show the server's own purpose where it has one", async () => {
		const strict = await startTestServer({ purpose: "own-voice" });
		const user = await strict.register();
		const url = "/api/v1/settings";
		expect((await user.request({ url })).json().purpose).toBe("own-voice");
		const changed = await user.request({ method: "PUT", url, payload: { purpose: "agreed" } });
		expect(changed.json().purpose).toBe("own-voice");
		await strict.close();
	});
});

describe("an account", () => {
	it("says what it holds, and loses all of it when asked", async () => {
		const user = await server.register();
		await save(user);
		await saveWithRecording(user);
		const account = accountSchema.parse((await user.request({ url: "/api/v1/account" })).json());
		expect(account).toMatchObject({ email: user.email, analyses: 2, recordings: 1, recordingBytes: 1644 });
		const deleted = await user.request({ method: "DELETE", url: "/api/v1/account/data" });
		expect(deleted.json()).toEqual({ analyses: 2, recordings: 1 });
		expect((await user.request({ url: "/api/v1/analyses" })).json()).toMatchObject({ items: [], total: 0 });
		expect(recordings()).toEqual([]);
	});

	it("is deleted with its password, and then knows nobody", async () => {
		const user = await server.register();
		await saveWithRecording(user);
		const url = "/api/v1/account";
		const refused = await user.request({ method: "DELETE", url, payload: { password: "nonsense" } });
		expect([refused.statusCode, refused.json().error.code]).toEqual([403, "wrong-password"]);
		const deleted = await user.request({ method: "DELETE", url, payload: { password } });
		expect(deleted.statusCode).toBe(200);
		expect((await user.request({ url })).statusCode).toBe(401);
		expect(recordings()).toEqual([]);
		const login = { email: user.email, password };
		const gone = await server.app.inject({ method: "POST", url: "/api/auth/sign-in/email", payload: login });
		expect(gone.statusCode).toBe(401);
	});
});

describe("a token", () => {
	it("lets a program in, but not at the account, and ends when it is deleted", async () => {
		const user = await server.register();
		const url = "/api/v1/account/tokens";
		const created = await user.request({ method: "POST", url, payload: { name: "my script" } });
		const { id, token } = created.json();
		expect(token).toMatch(/^undertone_[\w-]{43}$/);
		const headers = { authorization: `Bearer ${token}` };
		const ask = (path: string) => server.app.inject({ url: path, headers });
		expect((await ask("/api/v1/analyses")).statusCode).toBe(200);
		expect((await ask(url)).statusCode).toBe(401);
		const wipe = await server.app.inject({ method: "DELETE", url: "/api/v1/account/data", headers });
		expect(wipe.statusCode).toBe(401);
		const listed = (await user.request({ url })).json().tokens;
		expect(listed).toEqual([
			{ id, name: "my script", createdAt: expect.any(String), lastUsedAt: expect.any(String) },
		]);
		const other = await server.register();
		expect((await other.request({ method: "DELETE", url: `${url}/${id}` })).statusCode).toBe(404);
		expect((await user.request({ method: "DELETE", url: `${url}/${id}` })).statusCode).toBe(204);
		expect((await ask("/api/v1/analyses")).statusCode).toBe(401);
	});
});
