import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loudHighs } from "@undertone/recognize/testing/loud-highs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clip, executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

describe.skipIf(executablePath === undefined)(
	"a model on frames in the studio (skipped without a Chromium)",
	() => {
		const folder = mkdtempSync(join(tmpdir(), "undertone-frames-"));
		const model = join(folder, "frames.onnx");
		let studio: OpenStudio;

		beforeAll(async () => {
			writeFileSync(model, loudHighs({ level: "not heard", weight: 0.02 }));
			studio = await openStudio({ UNDERTONE_MODEL: model });
		});
		afterAll(async () => {
			await studio?.close();
			rmSync(folder, { recursive: true, force: true });
		});

		it("shows over the spectrogram, and says in words, which parts moved the label", async () => {
			const { page, server, faults } = studio;
			await page.goto(server.url);
			await page.setInputFiles("input[type=file]", clip);
			await page.waitForURL(/\/result\/visit-/, { timeout: 60_000 });
			await page
				.getByText(/s, \d+–\d+ Hz: (towards|away from) .* of its score when taken away/)
				.first()
				.waitFor();
			const rects = page.locator("svg.parts rect");
			const opacities = await rects.evaluateAll((all) =>
				all.map((rect) => Number(rect.getAttribute("fill-opacity"))),
			);
			expect(opacities.length % 8).toBe(0);
			// Only the fifth band of each stretch does anything in this model.
			for (const [i, opacity] of opacities.entries()) if (i % 8 !== 4) expect(opacity).toBeLessThan(0.2);
			expect(Math.max(...opacities)).toBeCloseTo(0.8, 6);
			expect(await seriousViolations(page)).toEqual([]);
			expect(faults).toEqual([]);
		});
	},
);
