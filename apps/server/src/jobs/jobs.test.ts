import { expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { createAccountRepository } from "../features/account/repository.ts";
import { createAnalysesRepository } from "../features/analyses/repository.ts";
import { madeInThePage } from "../testing/made-in-the-page.ts";
import { startJobs } from "./start-jobs.ts";

it("what is older than its user wants, or than the server keeps anything, is deleted and nothing else", async () => {
	const { database, close } = await openDatabase({ home: null });
	for (const id of ["anna", "ben"]) {
		await database
			.insertInto("user")
			.values({ id, email: `${id}@example.org`, name: id, emailVerified: false } as never)
			.execute();
	}
	const analyses = createAnalysesRepository(database);
	const account = createAccountRepository(database);
	await account.changeSettings("anna", { retentionDays: 7 });
	const { file, result } = madeInThePage();
	const days = [1, 8, 400];
	for (const userId of ["anna", "ben"]) {
		for (const age of days) {
			const id = crypto.randomUUID();
			const entry = { id, userId, source: "page", title: `${age}`, note: "", recording: "wav" } as const;
			await analyses.insert({ ...entry, kind: "speech", file, result: result as never, peaks: [] });
			const created_at = new Date(Date.now() - age * 24 * 3600 * 1000);
			await database.updateTable("analysis").set({ created_at }).where("id", "=", id).execute();
		}
	}
	const titles = async (userId: string) =>
		(await analyses.page(userId, { query: "", limit: 10 })).items.map(({ title }) => title);
	expect(await account.removeExpired(new Date(), undefined)).toHaveLength(2);
	expect([await titles("anna"), await titles("ben")]).toEqual([["1"], ["1", "8", "400"]]);
	expect(await account.removeExpired(new Date(), 30)).toHaveLength(1);
	expect(await titles("ben")).toEqual(["1", "8"]);
	await close();
});

it("jobs run on the embedded database by their timetable", async () => {
	const open = await openDatabase({ home: null });
	const errors: unknown[] = [];
	let runs = 0;
	const run = async (): Promise<void> => {
		runs++;
	};
	const jobs = await startJobs(open, [{ name: "count", cron: "0 0 1 1 *", run }], (error) =>
		errors.push(error),
	);
	const { rows } = await open.executeSql("select name, cron from jobs.schedule");
	expect(rows).toEqual([{ name: "count", cron: "0 0 1 1 *" }]);
	await jobs.stop();
	await open.close();
	expect([runs, errors]).toEqual([0, []]);
});
