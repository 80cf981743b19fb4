import { type ApiErrorCode, changePasswordSchema, loginSchema, registerSchema } from "@undertone/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ServerConfiguration } from "../config.ts";
import { ApiError, parse } from "../http/api-error.ts";
import { ownOrigin } from "../http/security.ts";
import type { Auth } from "./create-auth.ts";
import type { LoginLimit } from "./login-limit.ts";
import { copyCookies, toWebRequest } from "./web-request.ts";

/** better-auth's codes in the words of the table of errors. */
const codes: Readonly<Record<string, ApiErrorCode>> = {
	INVALID_EMAIL_OR_PASSWORD: "wrong-credentials",
	INVALID_PASSWORD: "wrong-password",
	USER_ALREADY_EXISTS: "already-registered",
	USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: "already-registered",
	PASSWORD_TOO_SHORT: "weak-password",
	EMAIL_PASSWORD_SIGN_UP_DISABLED: "registration-closed",
	UNAUTHORIZED: "not-logged-in",
};

/** The part of better-auth that the studio uses, each door with its own schema. */
export function addAuthRoutes(
	app: FastifyInstance,
	{ auth, limit, config }: { auth: Auth; limit: LoginLimit; config: ServerConfiguration },
): void {
	const ask = async (request: FastifyRequest, reply: FastifyReply, body?: unknown): Promise<unknown> => {
		const response = await auth.handler(toWebRequest(request, ownOrigin(request, config), body));
		const answer: unknown = await response.json().catch(() => null);
		if (!response.ok) throw refusal(response.status, answer);
		copyCookies(response, reply);
		return answer;
	};
	const fewPerMinute = { config: { rateLimit: { max: 30, timeWindow: "1 minute" } } };

	app.post("/api/auth/sign-up/email", fewPerMinute, async (request, reply) => {
		if (config.registration === "closed") throw new ApiError("registration-closed");
		const { email, password, name } = parse(registerSchema, request.body);
		const greeting = name ?? email.slice(0, email.indexOf("@"));
		return userOf(await ask(request, reply, { email, password, name: greeting }));
	});

	app.post("/api/auth/sign-in/email", fewPerMinute, async (request, reply) => {
		const { email, password } = parse(loginSchema, request.body);
		await limit.check(email, request.ip);
		try {
			const answer = await ask(request, reply, { email, password });
			await limit.succeed(email, request.ip);
			return userOf(answer);
		} catch (error) {
			if (error instanceof ApiError && error.code === "wrong-credentials")
				await limit.fail(email, request.ip);
			throw error;
		}
	});

	app.post("/api/auth/sign-out", async (request, reply) => {
		await ask(request, reply, {});
		return { success: true };
	});

	app.get("/api/auth/get-session", async (request, reply) => {
		const answer = await ask(request, reply);
		return answer === null ? reply.type("application/json").send("null") : userOf(answer);
	});

	app.post("/api/auth/change-password", fewPerMinute, async (request, reply) => {
		const body = parse(changePasswordSchema, request.body);
		const session = await auth.api.getSession({
			headers: toWebRequest(request, "http://localhost", {}).headers,
		});
		if (session === null) throw new ApiError("not-logged-in");
		const { email } = session.user;
		await limit.check(email, request.ip);
		try {
			return userOf(await ask(request, reply, { ...body, revokeOtherSessions: true }));
		} catch (error) {
			if (error instanceof ApiError && error.code === "wrong-password") await limit.fail(email, request.ip);
			throw error;
		}
	});
}

function refusal(status: number, answer: unknown): ApiError {
	const { code = "", message } = (answer ?? {}) as { code?: string; message?: string };
	const known = codes[code] ?? (status === 401 ? "not-logged-in" : undefined);
	if (known !== undefined) return new ApiError(known);
	if (status < 500) return new ApiError("invalid-request", message === undefined ? undefined : `${message}.`);
	return new ApiError("internal", undefined, { cause: answer });
}

/** The answer without the session's token, which is for the cookie only. */
function userOf(answer: unknown): { user: { id: string; email: string; name: string } } {
	const { id, email, name } = (answer as { user: { id: string; email: string; name: string } }).user;
	return { user: { id, email, name } };
}
