import type { OpenDatabase } from "../database/open-database.ts";

/** Work that is done on a timetable, once for all servers that share a database. */
export interface Jobs {
	/** Ends after the job in progress. */
	stop(): Promise<void>;
}

/** A job's name, when it is due (cron, UTC), and what it does. */
export interface Job {
	readonly name: string;
	readonly cron: string;
	run(): Promise<void>;
}

/** Starts pg-boss on the server's own database. */
export async function startJobs(
	{ executeSql, shared }: Pick<OpenDatabase, "executeSql" | "shared">,
	jobs: readonly Job[],
	onError: (error: unknown) => void,
): Promise<Jobs> {
	const { PgBoss } = await import("pg-boss");
	const boss = new PgBoss({
		db: { executeSql },
		backend: shared ? "postgres" : "pglite",
		schema: "jobs",
	});
	boss.on("error", onError);
	await boss.start();
	for (const { name, cron, run } of jobs) {
		// A queue that exists already is left as it is.
		await boss.createQueue(name, { policy: "singleton", retryLimit: 2 });
		await boss.schedule(name, cron);
		await boss.work(name, { pollingIntervalSeconds: 30 }, run);
	}
	return { stop: () => boss.stop({ graceful: true, timeout: 5000 }) };
}
