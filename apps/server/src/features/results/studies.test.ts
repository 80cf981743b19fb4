import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Studies, studiesSchema } from "@undertone/api";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startTestServer } from "../../testing/test-server.ts";

const results = mkdtempSync(join(tmpdir(), "undertone-studies-"));
afterAll(() => rmSync(results, { recursive: true, force: true }));

function store(path: string, ...lines: string[]): void {
	mkdirSync(join(results, path, ".."), { recursive: true });
	writeFileSync(join(results, path), `${lines.join("\n")}\n`);
}

async function ask(): Promise<Studies> {
	const server = await startTestServer({ results });
	try {
		return studiesSchema.parse((await server.app.inject({ url: "/api/v1/studies" })).json());
	} finally {
		await server.close();
	}
}

const conditions = "condition,kind,predictions,uar,uar_low,uar_high,accuracy,accuracy_low,accuracy_high";
beforeEach(() => {
	store(
		"conditions-mine/table.csv",
		conditions,
		"as recorded,clean,8,0.6,0.5,0.7,0.61,0.51,0.71",
		"noise train 10 dB,noise,8,0.3,0.2,0.4,0.31,0.21,0.41",
	);
	store(
		"conditions-mine/predictions.csv",
		"condition,file,corpus,speaker,fold,repeat,actual,predicted",
		'as recorded,"a, b.wav",TESS,OAF,1,0,sad,happy',
		"as recorded,c.wav,TESS,OAF,1,0,happy,happy",
		"noise train 10 dB,c.wav,TESS,OAF,1,0,happy,angry",
	);
	store(
		"ledger.csv",
		"date,id,corpora,split,adaptation,classifier,features,selection,uar,accuracy",
		'2026-11-23,conditions-mine/as recorded,TESS+EMO-DB,random,none:0,"lda, priors equal",steady@1,nested,0.6,0.61',
	);
	store(
		"profile/table.csv",
		"corpus,way,clips,draws_refused,uar,uar_low,uar_high,uar_without,gain,gain_low,gain_high",
		"emodb,any clips,10,0.020,0.8230,0.7911,0.8619,0.7458,0.0772,0.0367,0.1188",
	);
	store(
		"damaged/table.csv",
		"model,corpus,n,harm,level,draws,uar,uar_least,uar_greatest,accuracy",
		'"m@1","TESS, half",560,bits,8,1,0.5,0.4,0.6,0.51',
	);
	store("intensity/table.csv", "emotion,n,uar,uar_low,uar_high", "all,9,0.7,0.6,0.8");
});

describe("the stored studies", () => {
	it("are what the tables hold, with the commands that make them again", async () => {
		expect(await ask()).toEqual({
			conditions: [
				{
					id: "mine",
					table: "conditions-mine/table.csv",
					command: "undertone reproduce conditions-mine",
					corpora: ["TESS", "EMO-DB"],
					classifier: "lda, priors equal",
					features: "steady@1",
					classes: 2,
					rows: [
						{
							name: "as recorded",
							kind: "clean",
							n: 8,
							uar: { value: 0.6, low: 0.5, high: 0.7 },
							accuracy: { value: 0.61, low: 0.51, high: 0.71 },
						},
						{
							name: "noise train 10 dB",
							kind: "noise",
							n: 8,
							uar: { value: 0.3, low: 0.2, high: 0.4 },
							accuracy: { value: 0.31, low: 0.21, high: 0.41 },
						},
					],
				},
			],
			profile: {
				table: "profile/table.csv",
				command: "undertone reproduce profile",
				rows: [
					{
						corpus: "emodb",
						way: "any clips",
						clips: 10,
						refused: 0.02,
						uar: { value: 0.823, low: 0.7911, high: 0.8619 },
						without: 0.7458,
						gain: { value: 0.0772, low: 0.0367, high: 0.1188 },
					},
				],
			},
			damaged: {
				table: "damaged/table.csv",
				command: "undertone reproduce damaged",
				rows: [
					{
						model: "m@1",
						corpus: "TESS, half",
						n: 560,
						harm: "bits",
						level: 8,
						draws: 1,
						uar: 0.5,
						least: 0.4,
						greatest: 0.6,
						accuracy: 0.51,
					},
				],
			},
			intensity: {
				table: "intensity/table.csv",
				command: "undertone reproduce intensity",
				rows: [{ emotion: "all", n: 9, uar: { value: 0.7, low: 0.6, high: 0.8 } }],
			},
			missing: [],
		});
	});

	it("are told of where they are asked for as results", async () => {
		const server = await startTestServer({ results });
		try {
			const response = await server.app.inject({ url: "/api/v1/results/profile" });
			expect(response.statusCode).toBe(404);
			expect(response.body).toContain("This is a study, stored as a table: see /api/v1/studies.");
		} finally {
			await server.close();
		}
	});

	it("name a table that is missing, empty or damaged, and show the others", async () => {
		rmSync(join(results, "profile"), { recursive: true });
		store("damaged/table.csv");
		store("intensity/table.csv", "emotion,n,uar,uar_low,uar_high", "all,9,0.7,0.6,0.8", "sad,4,,0.6,0.8");
		store("conditions-other/table.csv", conditions, "in the rain,rain,8,0.6,0.5,0.7,0.61,0.51,0.71");
		const { missing, profile, damaged, intensity, conditions: found } = await ask();
		expect([profile, damaged, intensity]).toEqual([null, null, null]);
		expect(found.map(({ id }) => id)).toEqual(["mine"]);
		expect(missing.map(({ table, problem }) => [table, problem])).toEqual([
			[
				"conditions-other/table.csv",
				"Line 2 of the table cannot be read: its kind is not what it should be.",
			],
			["profile/table.csv", "The table is not there."],
			["damaged/table.csv", "The table is empty."],
			["intensity/table.csv", "Line 3 of the table cannot be read: its uar.value is not what it should be."],
		]);
		rmSync(join(results, "conditions-other"), { recursive: true });
	});

	it("are nothing but what is missing where no results are stored", async () => {
		rmSync(results, { recursive: true });
		const { conditions: found, missing } = await ask();
		expect(found).toEqual([]);
		expect(missing).toHaveLength(3);
	});
});
