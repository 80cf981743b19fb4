import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareReproduced, readFigures, type StoredFigures, toleranceOf } from "./reproduction.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "undertone-reproduction-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function figures(values: Readonly<Record<string, number>>): StoredFigures {
	const own = new Map(Object.entries(values));
	return { id: "one", classifier: "lda", command: undefined, storedAt: 0, figures: own };
}

describe("a figure that is made again", () => {
	it("is within its tolerance or outside, by the figure that moved most", () => {
		const stored = figures({ uar: 0.77, accuracy: 0.8 });
		const tolerance = toleranceOf("5 × lda, priors equal");
		expect(compareReproduced(stored, figures({ uar: 0.77, accuracy: 0.8 }), tolerance)).toMatchObject({
			within: true,
			stored: 0.77,
			made: 0.77,
		});
		expect(compareReproduced(stored, figures({ uar: 0.771, accuracy: 0.794 }), tolerance)).toMatchObject({
			name: "accuracy",
			within: false,
		});
	});

	it("is outside where it was not made, or lacks a figure", () => {
		const stored = figures({ uar: 0.77, accuracy: 0.8 });
		const tolerance = toleranceOf("lda");
		expect(compareReproduced(stored, undefined, tolerance)).toMatchObject({ made: undefined, within: false });
		expect(compareReproduced(stored, figures({ uar: 0.77 }), tolerance)).toMatchObject({
			name: "accuracy",
			made: undefined,
			within: false,
		});
	});

	it("may move further where a network learns", () => {
		for (const network of ["blend of (svm, c 5; mlp, hidden 256-128)", "cnn, filters 16-32", "gru, 32 units"])
			expect(toleranceOf(network).most).toBe(0.025);
		for (const other of ["svm, c 5", "hmm, states 5", "hierarchical svm(happy, sad)"])
			expect(toleranceOf(other).most).toBe(0.005);
	});

	it("is read from a result, or from every line of a table", async () => {
		expect(await readFigures(join(folder, "none"))).toEqual(new Map());
		mkdirSync(join(folder, "table"));
		writeFileSync(join(folder, "table/table.csv"), "condition,n,uar\nclean,10,0.6\nnoise,10,0.4\n");
		mkdirSync(join(folder, "result"));
		const metrics = { uar: { value: 0.5 }, accuracy: { value: 0.6 }, ece: { value: 0.1 } };
		const result = { id: "result", classifier: "lda", command: "undertone train a.json", metrics };
		writeFileSync(
			join(folder, "result/result.json"),
			JSON.stringify({ ...result, date: "2026-11-28T00:00:00.000Z" }),
		);
		const found = await readFigures(folder);
		expect([...found.keys()]).toEqual(["result", "table"]);
		expect(found.get("result")).toMatchObject({ classifier: "lda", command: "undertone train a.json" });
		expect([...(found.get("result")?.figures ?? [])]).toEqual([
			["uar", 0.5],
			["accuracy", 0.6],
		]);
		expect([...(found.get("table")?.figures ?? [])]).toEqual([
			["line 1 (clean)", 0.6],
			["line 2 (noise)", 0.4],
		]);
	});
});
