import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { createServer } from "../app.ts";
import { readConfiguration, type ServerConfiguration } from "../config.ts";

/** A server in a temporary folder, with its database in memory. */
export interface TestServer {
	readonly app: FastifyInstance;
	readonly config: ServerConfiguration;
	/** A person with an account, logged in. */
	register(email?: string): Promise<TestUser>;
	close(): Promise<void>;
}

/** Sends requests as one person's page does. */
export interface TestUser {
	readonly email: string;
	readonly cookie: string;
	request(options: InjectOptions): Promise<LightMyRequestResponse>;
}

/** What every person in the tests has. */
export const password = "a long enough password";

let people = 0;

/** @param changes - To the configuration. */
export async function startTestServer(changes: Partial<ServerConfiguration> = {}): Promise<TestServer> {
	const home = mkdtempSync(join(tmpdir(), "undertone-server-"));
	const defaults = readConfiguration({ UNDERTONE_HOME: home, UNDERTONE_LOG: "silent" });
	const config = { ...defaults, model: join(home, "none.onnx"), results: join(home, "none"), ...changes };
	const app = await createServer(config, { inMemory: true });
	return {
		app,
		config,
		register: async (email = `person${++people}@example.org`) => {
			const url = "/api/auth/sign-up/email";
			const response = await app.inject({ method: "POST", url, payload: { email, password } });
			if (response.statusCode !== 200) throw new Error(response.body);
			const cookie = cookieOf(response);
			const request = (options: InjectOptions) =>
				app.inject({ ...options, headers: { cookie, ...options.headers } });
			return { email, cookie, request };
		},
		close: async () => {
			await app.close();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

/** The session cookie that an answer sets. */
export function cookieOf(response: LightMyRequestResponse): string {
	const set = [response.headers["set-cookie"] ?? []].flat();
	return set.map((cookie) => cookie.split(";")[0]).join("; ");
}
