import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import multipart from "@fastify/multipart";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance } from "fastify";
import { sql } from "kysely";
import { addAuthRoutes } from "./auth/auth-routes.ts";
import { createAuth, minPasswordLength } from "./auth/create-auth.ts";
import { createLoginLimit } from "./auth/login-limit.ts";
import { createUsers } from "./auth/require-user.ts";
import type { ServerConfiguration } from "./config.ts";
import { openRecordings } from "./data-folder/recordings.ts";
import { readSecret } from "./data-folder/secret.ts";
import { openDatabase } from "./database/open-database.ts";
import { createAccountRepository } from "./features/account/repository.ts";
import { addAccountRoutes } from "./features/account/routes.ts";
import { createAnalyzer } from "./features/analyses/analyzer.ts";
import { createAnalysesRepository } from "./features/analyses/repository.ts";
import { addAnalysesRoutes } from "./features/analyses/routes.ts";
import { addModelsRoutes } from "./features/models/routes.ts";
import { createInstalledModel } from "./features/models/service.ts";
import { addResultsRoutes } from "./features/results/routes.ts";
import { addStreamRoutes } from "./features/stream/routes.ts";
import { addSystemRoutes } from "./features/system/routes.ts";
import { ApiError } from "./http/api-error.ts";
import { addErrorHandler } from "./http/errors.ts";
import { logOptions } from "./http/log-options.ts";
import { addPages } from "./http/pages.ts";
import { addSecurity } from "./http/security.ts";
import { type Jobs, startJobs } from "./jobs/start-jobs.ts";

const jobsDelayMs = 10_000;

/** Options for tests. */
interface CreateServerOptions {
	/** Keep the database in memory instead of in `config.home`. */
	readonly inMemory?: boolean;
	/** Where the log goes instead of standard output. */
	readonly logStream?: Writable;
}

/**
 * The studio's server, not listening yet. `config.home` must be held by the caller (see `lockDataFolder`).
 *
 * @returns A Fastify instance; closing it closes the database too.
 */
export async function createServer(
	config: ServerConfiguration,
	{ inMemory = false, logStream }: CreateServerOptions = {},
): Promise<FastifyInstance> {
	const app = Fastify({
		logger: logOptions(config.log, logStream),
		...(config.tls === undefined
			? {}
			: { https: { cert: readFileSync(config.tls.cert), key: readFileSync(config.tls.key) } }),
		bodyLimit: 8_000_000,
		trustProxy: config.trustProxy,
		forceCloseConnections: "idle",
	}) as unknown as FastifyInstance;
	const recordings = await openRecordings(config.home, { alone: config.databaseUrl === undefined });
	const secret = config.secret ?? readSecret(config.home);
	const open = await openDatabase({ url: config.databaseUrl, home: inMemory ? null : config.home });
	const { database } = open;
	const auth = createAuth({
		database,
		secret,
		secure: config.tls !== undefined || config.publicUrl?.startsWith("https:") === true,
		registration: config.registration,
	});
	const users = createUsers(auth, database);
	const limit = createLoginLimit(database, config.loginTries);
	const account = createAccountRepository(database);
	const installed = createInstalledModel(config.model, (error) =>
		app.log.error({ err: error }, "the model file cannot be used"),
	);
	const analyzer = createAnalyzer({
		model: config.model,
		maxDuration: config.maxDuration,
		ffmpeg: config.ffmpeg,
		threads: config.analysisThreads,
	});

	addErrorHandler(app);
	addSecurity(app, config);
	await app.register(rateLimit, {
		global: true,
		max: 1200,
		timeWindow: "1 minute",
		errorResponseBuilder: () => new ApiError("too-many-requests"),
	});
	await app.register(multipart, {
		limits: { fileSize: config.maxUploadBytes, files: 1, fields: 20, fieldSize: 8_000_000 },
	});
	addAuthRoutes(app, { auth, limit, config });
	addAnalysesRoutes(app, {
		repository: createAnalysesRepository(database),
		recordings,
		analyzer,
		config,
		users,
		settingsOf: (userId) => account.settings(userId),
		aboutUser: async (userId) => ({
			account: await account.account(userId),
			settings: await account.settings(userId),
			tokens: await account.tokens(userId),
		}),
	});
	addStreamRoutes(app, { config, users, settingsOf: (userId) => account.settings(userId) });
	addAccountRoutes(app, { repository: account, recordings, users, limit, purpose: config.purpose });
	addResultsRoutes(app, config.results);
	addModelsRoutes(app, installed, config.faceCard);
	const models = async () => {
		const model = await installed.describe();
		return model === null ? [] : [model];
	};
	addSystemRoutes(app, {
		config,
		version: readVersion(),
		minPasswordLength,
		models,
		ping: () => sql`select 1`.execute(database),
	});
	await addPages(app, config.web);

	const sweep = async (): Promise<void> => {
		await recordings.remove(await account.removeExpired(new Date(), config.retentionDays));
		await limit.sweep();
	};
	await recordings.removeStrays(await account.allRecordings());
	await sweep();
	let jobs: Promise<Jobs | undefined> | undefined;
	const begin = (): void => {
		const failed = (error: unknown): void => app.log.error({ err: error }, "jobs");
		jobs = startJobs(open, [{ name: "sweep", cron: "17 * * * *", run: sweep }], failed).catch(
			(error: unknown) => {
				failed(error);
				return undefined;
			},
		);
	};
	// Making the queue's tables keeps the embedded database busy for a second: the first pages come before.
	let later: NodeJS.Timeout | undefined;
	app.addHook("onListen", async () => {
		later = setTimeout(begin, jobsDelayMs);
	});
	app.addHook("onClose", async () => {
		clearTimeout(later);
		await (await jobs)?.stop();
		await analyzer.close();
		await open.close();
	});
	return app;
}

function readVersion(): string {
	const manifest = readFileSync(join(import.meta.dirname, "../package.json"), "utf8");
	return (JSON.parse(manifest) as { version: string }).version;
}
