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
	const clips = [
		"corpus,file,median_f0_hz",
		"TESS,TESS/OAF_back_happy.flac,220.0",
		"TESS,TESS/OAF_bar_happy.flac,240.0",
	];
	writeFileSync(join(results, "clips.csv"), `${clips.join("\n")}\n`);
	const lost = [
		"family,features,decrease,low,high",
		"f0,15,0.06569,0.03649,0.09808",
		"energy,,,,",
		"mfcc2,11,0.02,0,0.04",
	];
	writeFileSync(join(results, "two-voices", "importance.csv"), `${lost.join("\n")}\n`);
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
		const by = (kind: string) => tables.groups.find((table) => table.by === kind);
		const right = { n: 4, speakers: 1, uar: 0.75, accuracy: 0.75 };
		expect(by("corpus")?.groups).toEqual([
			{ name: "EMO-DB", ...right },
			{ name: "TESS", ...right },
		]);
		expect(by("speaker")?.groups).toEqual([
			{ name: "EMO-DB 03", ...right },
			{ name: "TESS OAF", ...right },
		]);
		expect(by("sex")?.groups.map(({ name }) => name)).toEqual(["female", "male"]);
		expect(by("language")?.groups.map(({ name }) => name)).toEqual(["de", "en"]);
		// The actor 03 is 31, the older woman 64.
		expect(by("age")?.groups).toEqual([
			{ name: "31", ...right },
			{ name: "64", ...right },
		]);
		expect(by("accent")).toEqual({ by: "accent", groups: [], untold: ["TESS", "EMO-DB"] });
		// In the table: OAF's happy clips (one of two right) at 220 Hz and 240 Hz, nothing of EMO-DB.
		expect(by("f0")).toEqual({
			by: "f0",
			groups: [
				{ name: "180 to 230 Hz", n: 1, speakers: 1, uar: 1, accuracy: 1 },
				{ name: "230 Hz and more", n: 1, speakers: 1, uar: 0, accuracy: 0 },
			],
			untold: ["EMO-DB"],
		});
		expect(tables.coverage[0]).toEqual({ threshold: expect.closeTo(0.55, 6), coverage: 1, accuracy: 0.75 });
		expect(tables.reliability.reduce((sum, { n }) => sum + n, 0)).toBe(8);
	});

	it("come with the learning curves that were stored, without lines that hold no numbers", async () => {
		const lines = ["fit,epoch,loss,accuracy,validation_loss,validation_accuracy,validation_uar"];
		lines.push("1,1,1.5,0.25,1.25,,0.5", "1,2,oh,,,,", "2,1,2,0.125,,,");
		writeFileSync(join(results, "two-voices", "curves.csv"), `${lines.join("\n")}\n`);
		const response = await server.app.inject({ url: "/api/v1/results/two-voices" });
		expect(resultDetailSchema.parse(response.json()).curves).toEqual([
			[{ epoch: 1, loss: 1.5, accuracy: 0.25, validationLoss: 1.25, validationUar: 0.5 }],
			[{ epoch: 1, loss: 2, accuracy: 0.125 }],
		]);
	});

	it("come with the importances that were stored, without lines that hold no numbers", async () => {
		const response = await server.app.inject({ url: "/api/v1/results/two-voices" });
		expect(resultDetailSchema.parse(response.json()).importances).toEqual([
			{ family: "f0", features: 15, decrease: 0.06569, low: 0.03649, high: 0.09808 },
			{ family: "mfcc2", features: 11, decrease: 0.02, low: 0, high: 0.04 },
		]);
	});

	it("are not there under another name, and no path leads out of their folder", async () => {
		for (const id of ["nothing", "..%2f..%2fetc", ".."]) {
			expect((await server.app.inject({ url: `/api/v1/results/${id}` })).statusCode).toBe(404);
		}
	});
});
