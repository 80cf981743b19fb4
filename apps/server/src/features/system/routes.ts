import { type Config, type Health, limits, type Model, purposes } from "@undertone/api";
import type { FastifyInstance } from "fastify";
import type { ServerConfiguration } from "../../config.ts";

/** What these routes work with. */
interface SystemDependencies {
	readonly config: ServerConfiguration;
	readonly version: string;
	readonly minPasswordLength: number;
	readonly models: () => Promise<Model[]>;
	/** Asks the database something; rejects when it does not answer. */
	readonly ping: () => Promise<unknown>;
}

/** Health, and what a page must know before anybody has logged in. */
export function addSystemRoutes(
	app: FastifyInstance,
	{ config, version, minPasswordLength, models, ping }: SystemDependencies,
): void {
	app.get("/api/v1/health", async (_, reply): Promise<Health> => {
		const answers = await ping().then(
			() => true,
			() => false,
		);
		reply.status(answers ? 200 : 503);
		const status = answers ? "ok" : "failing";
		return { status, version, database: status, uptime: Math.round(process.uptime()) };
	});

	app.get("/api/v1/config", async (): Promise<Config> => {
		const { maxUploadBytes, maxDuration, keepRecordings, registration, purpose = null } = config;
		const installed = await models();
		return {
			version,
			maxUploadBytes,
			maxDuration,
			keepRecordings,
			registration,
			serverAnalysis: installed.length > 0,
			minPasswordLength,
			purpose,
			purposes: [...purposes],
			limits: [...limits],
			models: installed,
		};
	});
}
