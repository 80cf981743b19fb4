import { execFileSync, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startJobs } from "../jobs/start-jobs.ts";
import { madeInThePage } from "../testing/made-in-the-page.ts";
import { startTestServer } from "../testing/test-server.ts";
import { openDatabase } from "./open-database.ts";

/** Debian puts them outside PATH; as root PostgreSQL wants its own user. */
function findPostgres(): { bin: string; uid: number | undefined; gid: number | undefined } | undefined {
	const debian = "/usr/lib/postgresql";
	const versions = spawnSync("ls", [debian], { encoding: "utf8" }).stdout.trim().split("\n");
	const bin = versions
		.map((version) => join(debian, version, "bin"))
		.find((folder) => spawnSync(join(folder, "initdb"), ["--version"]).status === 0);
	if (bin === undefined) return undefined;
	if (process.getuid?.() !== 0) return { bin, uid: undefined, gid: undefined };
	const id = (option: string) => Number(spawnSync("id", [option, "postgres"], { encoding: "utf8" }).stdout);
	const [uid, gid] = [id("-u"), id("-g")];
	return uid > 0 ? { bin, uid, gid } : undefined;
}

const postgres = findPostgres();

describe.skipIf(postgres === undefined)("with PostgreSQL (skipped where it is not installed)", () => {
	const folder = mkdtempSync(join(tmpdir(), "undertone-postgres-"));
	const url = `postgres://undertone@localhost/postgres?host=${folder}`;
	const run = (program: string, ...parameters: string[]) => {
		const { bin = "", uid, gid } = postgres ?? {};
		const user = uid === undefined || gid === undefined ? {} : { uid, gid };
		execFileSync(join(bin, program), parameters, { ...user, cwd: folder, stdio: "ignore" });
	};
	const data = join(folder, "data");

	beforeAll(() => {
		if (postgres?.uid !== undefined && postgres.gid !== undefined)
			chownSync(folder, postgres.uid, postgres.gid);
		run("initdb", "-D", data, "-U", "undertone", "--auth=trust", "--no-sync");
		run("pg_ctl", "-D", data, "-w", "-o", `-k ${folder} -c listen_addresses=''`, "start");
	}, 120_000);
	afterAll(() => {
		run("pg_ctl", "-D", data, "-m", "immediate", "stop");
		rmSync(folder, { recursive: true, force: true });
	});

	it("the same history of migrations is applied once, even by two servers that start together", async () => {
		const opened = await Promise.all([openDatabase({ url, home: null }), openDatabase({ url, home: null })]);
		const [{ database }] = opened;
		const applied = await database.selectFrom("migration").select("name").orderBy("name").execute();
		expect(applied.map(({ name }) => name)).toEqual([
			"001-accounts",
			"002-analyses",
			"003-tokens-and-limits",
			"004-kinds",
		]);
		for (const { close } of opened) await close();
	});

	it("two servers share accounts, history and the count of wrong passwords", async () => {
		const one = await startTestServer({ databaseUrl: url, secret: "s".repeat(40) });
		const two = await startTestServer({ databaseUrl: url, secret: "s".repeat(40) });
		const user = await one.register("shared@example.org");
		await user.request({ method: "POST", url: "/api/v1/analyses/results", payload: madeInThePage() });
		const seen = await two.app.inject({ url: "/api/v1/analyses", headers: { cookie: user.cookie } });
		expect(seen.json()).toMatchObject({ total: 1, items: [{ label: "happy" }] });
		const statuses: number[] = [];
		for (let i = 0; i < 10; i++) {
			const { app } = i % 2 === 0 ? one : two;
			const payload = { email: user.email, password: `wrong ${i}` };
			statuses.push(
				(await app.inject({ method: "POST", url: "/api/auth/sign-in/email", payload })).statusCode,
			);
		}
		expect(statuses).toEqual([...Array<number>(9).fill(401), 429]);
		await one.close();
		await two.close();
	});

	it("jobs run", async () => {
		const open = await openDatabase({ url, home: null });
		const errors: unknown[] = [];
		const job = { name: "nothing", cron: "0 0 1 1 *", run: async () => undefined };
		const jobs = await startJobs(open, [job], (error) => errors.push(error));
		const { rows } = await open.executeSql("select name from jobs.schedule");
		expect(rows).toEqual([{ name: "nothing" }]);
		await jobs.stop();
		await open.close();
		expect([errors, readdirSync(folder).includes("data")]).toEqual([[], true]);
	});
});
