import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorBodySchema } from "@undertone/api";
import { UndertoneError } from "@undertone/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { toApiError } from "./errors.ts";

let server: TestServer;
let user: TestUser;
beforeAll(async () => {
	server = await startTestServer();
	user = await server.register();
}, 60_000);
afterAll(() => server.close(), 60_000);

const put = (headers: Record<string, string>) =>
	user.request({ method: "PUT", url: "/api/v1/settings", payload: { saveHistory: true }, headers });

describe("every answer", () => {
	it.each(["/", "/api/v1/health", "/api/v1/nothing", "/models/speech.onnx"])(
		"has its headers: %s",
		async (url) => {
			const { headers } = await server.app.inject({ url });
			expect(headers).toMatchObject({
				"x-content-type-options": "nosniff",
				"x-frame-options": "DENY",
				"cross-origin-opener-policy": "same-origin",
				"cross-origin-embedder-policy": "require-corp",
				"referrer-policy": "same-origin",
			});
			const policy = String(headers["content-security-policy"]);
			const scripts = policy.split("; ").find((rule) => rule.startsWith("script-src"));
			expect(scripts).toBe("script-src 'self' 'wasm-unsafe-eval'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).not.toMatch(/https?:/);
		},
	);

	it("that is an error has a code and a sentence", async () => {
		const { error } = errorBodySchema.parse((await server.app.inject({ url: "/api/v1/nothing" })).json());
		expect(error).toEqual({
			code: "not-found",
			message: "There is nothing at this address, or it is not yours.",
		});
		const broken = await user.request({
			method: "PUT",
			url: "/api/v1/settings",
			payload: "{",
			headers: { "content-type": "application/json" },
		});
		expect([broken.statusCode, errorBodySchema.parse(broken.json()).error.code]).toEqual([
			400,
			"invalid-request",
		]);
	});

	it("tells the browser to stay with HTTPS where it is reached by it", async () => {
		expect((await server.app.inject({ url: "/" })).headers["strict-transport-security"]).toBeUndefined();
		const secure = await startTestServer({ publicUrl: "https://studio.example.org" });
		const { headers } = await secure.app.inject({
			url: "/api/v1/health",
			headers: { host: "studio.example.org" },
		});
		expect(headers["strict-transport-security"]).toBe("max-age=31536000");
		await secure.close();
	});
});

describe("requests that change something", () => {
	it("are taken from the server's own pages and from programs", async () => {
		expect((await put({ origin: "http://localhost" })).statusCode).toBe(200);
		expect((await put({ "sec-fetch-site": "same-origin" })).statusCode).toBe(200);
		expect((await put({})).statusCode).toBe(200);
	});

	it.each([
		{ origin: "https://evil.example" },
		{ origin: "http://localhost:9999" },
		{ origin: "null" },
		{ "sec-fetch-site": "cross-site" },
		{ "sec-fetch-site": "same-site" },
	])("are refused from another site's page: %o", async (headers) => {
		const refused = await put(headers as Record<string, string>);
		expect([refused.statusCode, refused.json().error.code]).toEqual([403, "foreign-origin"]);
		const login = await server.app.inject({
			method: "POST",
			url: "/api/auth/sign-in/email",
			payload: { email: user.email, password: "x" },
			headers: headers as Record<string, string>,
		});
		expect(login.statusCode).toBe(403);
	});

	it("are refused under a name that somebody pointed at this machine", async () => {
		const refused = await server.app.inject({ url: "/api/v1/health", headers: { host: "evil.example" } });
		expect([refused.statusCode, refused.json().error.code]).toEqual([403, "foreign-origin"]);
	});
});

describe("the studio's page", () => {
	it("answers every address that is none of the interface", async () => {
		const web = join(server.config.home, "web");
		mkdirSync(join(web, "assets"), { recursive: true });
		writeFileSync(join(web, "index.html"), "<!doctype html><title>Undertone</title>");
		writeFileSync(join(web, "assets", "main-1a2b.js"), "export {};");
		const built = await startTestServer({ web });
		for (const url of ["/", "/history", "/results/one"]) {
			const page = await built.app.inject({ url });
			expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
		}
		const asset = await built.app.inject({ url: "/assets/main-1a2b.js" });
		expect(asset.headers["cache-control"]).toContain("immutable");
		for (const url of ["/assets/none.js", "/api/none", "/models/none"]) {
			expect((await built.app.inject({ url })).statusCode).toBe(404);
		}
		await built.close();
	});

	it("says how it is built where it is not", async () => {
		const none = await startTestServer({ web: "/nowhere" });
		expect((await none.app.inject({ url: "/" })).json().error.message).toContain("npm start");
		await none.close();
	});
});

describe("toApiError", () => {
	it("knows a full disk, from the file system and from the database", () => {
		for (const code of ["ENOSPC", "EDQUOT", "53100"]) {
			expect(toApiError(Object.assign(new Error("no room"), { code })).code).toBe("disk-full");
		}
	});

	it("passes on what is wrong with a file, and hides the server's own faults", () => {
		expect(toApiError(new UndertoneError("audio-damaged", "The file is damaged.")).message).toBe(
			"The file is damaged.",
		);
		const hidden = toApiError(new Error("password=1234 in /home/anna/x.ts"));
		expect([hidden.code, hidden.message]).toEqual([
			"internal",
			"Something went wrong in the server. Its log says more.",
		]);
	});
});
