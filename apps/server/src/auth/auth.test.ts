import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cookieOf, password, startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startTestServer();
}, 60_000);
afterAll(() => server.close(), 60_000);

const login = (email: string, given: string) =>
	server.app.inject({ method: "POST", url: "/api/auth/sign-in/email", payload: { email, password: given } });
const errorOf = (response: { json(): unknown }) => (response.json() as { error: { code: string } }).error;

describe("accounts", () => {
	it("register, log in, say who is there, log out", async () => {
		const { email } = await server.register();
		const response = await login(email, password);
		expect(response.statusCode).toBe(200);
		expect(response.json()).toEqual({ user: { id: expect.any(String), email, name: email.split("@")[0] } });
		const cookie = cookieOf(response);
		const session = await server.app.inject({ url: "/api/auth/get-session", headers: { cookie } });
		expect(session.json().user.email).toBe(email);
		const out = await server.app.inject({ method: "POST", url: "/api/auth/sign-out", headers: { cookie } });
		expect(out.statusCode).toBe(200);
		const after = await server.app.inject({ url: "/api/auth/get-session", headers: { cookie } });
		expect(after.json()).toBeNull();
		expect((await server.app.inject({ url: "/api/v1/analyses", headers: { cookie } })).statusCode).toBe(401);
	});

	it("get a cookie that scripts cannot read and other sites cannot send", async () => {
		const { email } = await server.register();
		const [cookie] = [(await login(email, password)).headers["set-cookie"] ?? []].flat();
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Strict/i);
	});

	it("are not made twice for one address", async () => {
		const { email } = await server.register();
		const again = await server.app.inject({
			method: "POST",
			url: "/api/auth/sign-up/email",
			payload: { email, password },
		});
		expect([again.statusCode, errorOf(again).code]).toEqual([409, "already-registered"]);
	});

	it("need a password of ten characters and an e-mail address", async () => {
		const url = "/api/auth/sign-up/email";
		const short = await server.app.inject({
			method: "POST",
			url,
			payload: { email: "a@example.org", password: "short" },
		});
		expect([short.statusCode, errorOf(short).code]).toEqual([422, "weak-password"]);
		const none = await server.app.inject({ method: "POST", url, payload: { email: "no", password } });
		expect([none.statusCode, errorOf(none).code]).toEqual([400, "invalid-request"]);
	});

	it("refuse a wrong password, and the tenth within ten minutes even to look", async () => {
		const { email } = await server.register();
		for (let i = 0; i < 9; i++) expect((await login(email, `wrong ${i}`)).statusCode).toBe(401);
		const tenth = await login(email, "wrong 9");
		expect(tenth.statusCode).toBe(429);
		expect(tenth.json()).toEqual({
			error: {
				code: "too-many-logins",
				message: expect.stringMatching(/^The password was wrong too often\./),
			},
		});
		expect((await login(email, password)).statusCode).toBe(429);
		const { email: other } = await server.register();
		expect((await login(other, password)).statusCode).toBe(200);
	});

	it("change their password with the old one, and other sessions end", async () => {
		const user = await server.register();
		const other = cookieOf(await login(user.email, password));
		const url = "/api/auth/change-password";
		const newPassword = "another long password";
		const wrong = await user.request({
			method: "POST",
			url,
			payload: { currentPassword: "nonsense", newPassword },
		});
		expect([wrong.statusCode, errorOf(wrong).code]).toEqual([403, "wrong-password"]);
		const right = await user.request({
			method: "POST",
			url,
			payload: { currentPassword: password, newPassword },
		});
		expect(right.statusCode).toBe(200);
		expect((await login(user.email, newPassword)).statusCode).toBe(200);
		const gone = await server.app.inject({ url: "/api/v1/settings", headers: { cookie: other } });
		expect(gone.statusCode).toBe(401);
	});

	it("cannot be made where registration is closed", async () => {
		const closed = await startTestServer({ registration: "closed" });
		await expect(closed.register()).rejects.toThrow("registration-closed");
		await closed.close();
	});
});
