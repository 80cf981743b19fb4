import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resultDetailSchema, resultsSchema } from "@undertone/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../../testing/test-server.ts";

const results = mkdtempSync(join(tmpdir(), "undertone-results-"));
const figure = { value: 0.75, low: 0.5, high: 1 };
/** Eight clips of two speakers of TESS and EMO-DB, two classes; six are right. */
const rows = [
	"TESS/OAF_back_happy.wav,TESS,OAF,1,0,happy,happy,0.1000,0.9000",
	"TESS/OAF_bar_happy.wav,TESS,OAF,1,0,happy,sad,0.6000,0.4000",
	"TESS/OAF_base_sad.wav,TESS,OAF,1,0,sad,sad,0.8000,0.2000",
	"TESS/OAF_bath_sad.wav,TESS,OAF,1,0,sad,sad,0.7000,0.3000",
	"wav/03a01Fa.wav,EMO-DB,03,2,0,happy,happy,0.3000,0.7000",
	"wav/03a02Fc.wav,EMO-DB,03,2,0,happy,happy,0.2000,0.8000",
	"wav/03a02Ta.wav,EMO-DB,03,2,0,sad,sad,0.9000,0.1000",
	"wav/03a05Tc.wav,EMO-DB,03,2,0,sad,happy,0.4500,0.5500",
];
let server: TestServer;
beforeAll(async () => {
	mkdirSync(join(results, "two-voices"));
	const heading = "file,corpus,speaker,fold,repeat,actual,predicted,score_sad,score_happy";
	writeFileSync(join(results, "two-voices", "predictions.csv"), `${[heading, ...rows].join("\n")}\n`);
	const result = {
		id: "two-voices",
		command: "undertone evaluate",
		corpora: ["TESS", "EMO-DB"],
		split: "speaker-independent",
		adaptation: { kind: "none", k: 0 },
		classifier: "svm",
		features: "undertone@1",
		labels: ["sad", "happy"],
		folds: [],
		selection: "fixed-beforehand",
		n: 8,
		metrics: { uar: figure, accuracy: figure },
		intervals: "speakers",
		seed: 1,
		trainSeconds: 1,
		date: "2026-11-23T00:00:00.000Z",
	};
	writeFileSync(join(results, "two-voices", "result.json"), JSON.stringify(result));
	const ledger = [
		"date,id,corpora,split,adaptation,classifier,features,selection,uar,accuracy",
		"2026-11-23,one,TESS+EMO-DB,speaker-independent,none:0,svm,undertone@1,fixed-beforehand,0.75,0.75",
		"2026-11-23,again,TESS,random,none:0,svm,undertone@1,fixed-beforehand,0.8,0.8",
		"2026-11-23,two,TESS,random,none:0,lda,undertone@1,fixed-beforehand,0.8,0.8",
	];
	writeFileSync(join(results, "ledger.csv"), `${ledger.join("\n")}\n`);
	server = await startTestServer({ results });
}, 60_000);
afterAll(async () => {
	await server.close();
	rmSync(results, { recursive: true, force: true });
});

describe("the stored figures", () => {
	it("are listed for anybody", async () => {
		const listed = resultsSchema.parse((await server.app.inject({ url: "/api/v1/results" })).json());
		expect(listed.results.map(({ id, n, majority }) => [id, n, majority])).toEqual([["two-voices", 8, 0.5]]);
		expect(listed.openings).toEqual({ TESS: 2, "EMO-DB": 1 });
	});

	it("show what their predictions hold, counted by hand", async () => {
		const response = await server.app.inject({ url: "/api/v1/results/two-voices" });
		const { tables } = resultDetailSchema.parse(response.json());
		expect(tables.confusion).toEqual([
			[3, 1],
			[1, 3],
		]);
		expect(tables.perClass).toEqual([
			{ label: "sad", n: 4, precision: 0.75, recall: 0.75, f1: 0.75 },
			{ label: "happy", n: 4, precision: 0.75, recall: 0.75, f1: 0.75 },
		]);
		const right = { n: 4, uar: 0.75, accuracy: 0.75 };
		expect(tables.perCorpus).toEqual([
			{ name: "EMO-DB", ...right },
			{ name: "TESS", ...right },
		]);
		expect(tables.perSpeaker).toEqual([
			{ name: "03", corpus: "EMO-DB", sex: "male", ...right },
			{ name: "OAF", corpus: "TESS", sex: "female", ...right },
		]);
		expect(tables.perSex).toEqual([
			{ name: "female", ...right },
			{ name: "male", ...right },
		]);
		expect(tables.perLanguage).toEqual([
			{ name: "de", ...right },
			{ name: "en", ...right },
		]);
		expect(tables.coverage[0]).toEqual({ threshold: expect.closeTo(0.55, 6), coverage: 1, accuracy: 0.75 });
		expect(tables.reliability.reduce((sum, { n }) => sum + n, 0)).toBe(8);
	});

	it("are not there under another name, and no path leads out of their folder", async () => {
		for (const id of ["nothing", "..%2f..%2fetc", ".."]) {
			expect((await server.app.inject({ url: `/api/v1/results/${id}` })).statusCode).toBe(404);
		}
	});
});
