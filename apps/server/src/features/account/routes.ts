import { randomBytes, randomUUID } from "node:crypto";
import { deleteAccountSchema, newTokenSchema, type Settings, settingsPatchSchema } from "@undertone/api";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { LoginLimit } from "../../auth/login-limit.ts";
import { verifyPassword } from "../../auth/password-hash.ts";
import { tokenHash, tokenPrefix, type Users } from "../../auth/require-user.ts";
import type { Recordings } from "../../data-folder/recordings.ts";
import { ApiError, parse } from "../../http/api-error.ts";
import type { AccountRepository } from "./repository.ts";

/** What these routes work with. */
interface AccountDependencies {
	readonly repository: AccountRepository;
	readonly recordings: Recordings;
	readonly users: Users;
	readonly limit: LoginLimit;
	/** The one purpose of this server, which stands above what a user chose. */
	readonly purpose: Settings["purpose"] | undefined;
}

/** What a user chooses, the account itself, and tokens for programs. */
export function addAccountRoutes(
	app: FastifyInstance,
	{ repository, recordings, users, limit, purpose: onlyPurpose }: AccountDependencies,
): void {
	const inForce = (settings: Settings): Settings => ({
		...settings,
		purpose: onlyPurpose ?? settings.purpose,
	});
	const removeAll = async (userId: string): Promise<{ analyses: number; recordings: number }> => {
		const kept = await repository.recordings(userId);
		const analyses = await repository.removeAnalyses(userId);
		await recordings.remove(kept);
		return { analyses, recordings: kept.length };
	};

	app.get("/api/v1/settings", async (request) =>
		inForce(await repository.settings(await users.require(request))),
	);

	app.put("/api/v1/settings", async (request) => {
		const userId = await users.requireSession(request);
		const { saveHistory, retentionDays, purpose } = parse(settingsPatchSchema, request.body);
		const changed = await repository.changeSettings(userId, {
			...(saveHistory === undefined ? {} : { saveHistory }),
			...(retentionDays === undefined ? {} : { retentionDays }),
			...(purpose === undefined ? {} : { purpose }),
		});
		return inForce(changed);
	});

	app.get("/api/v1/account", async (request) => {
		const userId = await users.require(request);
		const sizes = await Promise.all((await repository.recordings(userId)).map((id) => recordings.size(id)));
		const recordingBytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
		return { ...(await repository.account(userId)), recordingBytes };
	});

	app.delete("/api/v1/account/data", async (request) => removeAll(await users.requireSession(request)));

	app.delete("/api/v1/account", async (request, reply) => {
		const userId = await users.requireSession(request);
		const { password } = parse(deleteAccountSchema, request.body);
		const { email } = await repository.account(userId);
		await limit.check(email, request.ip);
		if (!(await verifyPassword(password, await repository.passwordHash(userId)))) {
			await limit.fail(email, request.ip);
			throw new ApiError("wrong-password");
		}
		const deleted = await removeAll(userId);
		await repository.removeUser(userId);
		for (const name of ["undertone.session_token", "__Secure-undertone.session_token"]) {
			const secure = name.startsWith("__Secure-") ? "; Secure" : "";
			reply.header("set-cookie", `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict${secure}`);
		}
		return deleted;
	});

	app.get("/api/v1/account/tokens", async (request) => ({
		tokens: await repository.tokens(await users.requireSession(request)),
	}));

	app.post("/api/v1/account/tokens", async (request, reply) => {
		const userId = await users.requireSession(request);
		const { name } = parse(newTokenSchema, request.body);
		const token = `${tokenPrefix}${randomBytes(32).toString("base64url")}`;
		const created = await repository.addToken(userId, { id: randomUUID(), name, hash: tokenHash(token) });
		return reply.status(201).send({ ...created, token });
	});

	app.delete("/api/v1/account/tokens/:id", async (request, reply) => {
		const userId = await users.requireSession(request);
		const parsed = z.object({ id: z.uuid() }).safeParse(request.params);
		if (!parsed.success || !(await repository.removeToken(userId, parsed.data.id))) {
			throw new ApiError("not-found");
		}
		return reply.status(204).send();
	});
}
