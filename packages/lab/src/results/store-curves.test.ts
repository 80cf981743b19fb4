import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readCurves, storeCurves } from "./store-curves.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-curves-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("storeCurves", () => {
	it("stores a line an epoch of every fit, which readCurves reads back", async () => {
		const curves = [
			[
				{ epoch: 1, loss: 1.5, accuracy: 0.25, validationLoss: 1.25, validationUar: 0.5 },
				{ epoch: 2, loss: 1, accuracy: 0.5, validationLoss: 1.125, validationUar: 0.625 },
			],
			[
				{ epoch: 1, loss: 2, accuracy: 0.125 },
				{ epoch: 2, loss: 1.75, accuracy: 0.25 },
			],
		];
		await storeCurves(folder, "two", curves);
		const text = await readFile(join(folder, "two/curves.csv"), "utf8");
		expect(text.split("\n").slice(0, 2)).toEqual([
			"fit,epoch,loss,accuracy,validation_loss,validation_accuracy,validation_uar",
			"1,1,1.5,0.25,1.25,,0.5",
		]);
		expect(await readCurves(folder, "two")).toEqual(curves);
	});

	it("stores nothing of classifiers without epochs, and reads nothing where there is nothing", async () => {
		await storeCurves(folder, "none", [[], [{ epoch: 1, loss: Number.NaN, accuracy: 1 }]]);
		expect(existsSync(join(folder, "none"))).toBe(false);
		expect(await readCurves(folder, "none")).toEqual([]);
	});
});
