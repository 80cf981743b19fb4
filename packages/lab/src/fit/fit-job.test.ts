import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import type { Dataset } from "@undertone/learn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FitJob, runFitJob } from "./fit-job.ts";
import { runFitJobs } from "./run-fit-jobs.ts";

/** Two clouds of points. */
function clouds(rows: number, seed: number): Dataset {
	const random = createRandom(seed);
	const y = Int32Array.from({ length: rows }, (_, r) => r % 2);
	const data = Float32Array.from({ length: 2 * rows }, (_, i) => random.normal() + 2 * (y[i >> 1] as number));
	return { x: { rows, columns: 2, data }, y, labels: ["neutral", "angry"] };
}

let folder = "";
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "fit-job-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function job(epochs = 6): FitJob {
	return {
		classifier: { kind: "mlp", hidden: [8], epochs, batchSize: 16, dropout: 0.2 },
		train: clouds(64, 1),
		validation: clouds(32, 2),
		seed: 3,
		predict: [clouds(8, 4).x],
		checkpoint: join(folder, "training.state"),
	};
}

describe("runFitJob", () => {
	it("goes on where it was killed, and ends as if it had not been", async () => {
		const { checkpoint: _, ...unkilled } = job();
		const whole = await runFitJob(unkilled);
		const controller = new AbortController();
		const killed = runFitJob(job(), {
			checkpointEvery: 0,
			signal: controller.signal,
			onProgress: ({ epoch }) => {
				if (epoch === 4) controller.abort();
			},
		});
		await expect(killed).rejects.toMatchObject({ code: "cancelled" });
		expect(existsSync(join(folder, "training.state"))).toBe(true);
		const epochs: number[] = [];
		const resumed = await runFitJob(job(), { onProgress: ({ epoch }) => epochs.push(epoch) });
		expect(epochs[0]).toBeGreaterThan(2);
		expect(resumed.logits).toEqual(whole.logits);
		expect(resumed.curves).toHaveLength(6);
		expect(existsSync(join(folder, "training.state"))).toBe(false);
	});

	it("begins anew from a checkpoint that is damaged or of other settings", async () => {
		await writeFile(join(folder, "training.state"), "not a checkpoint");
		const { curves } = await runFitJob(job());
		expect(curves).toHaveLength(6);
		await writeFile(join(folder, "training.state"), await readFile(new URL(import.meta.url)));
		expect((await runFitJob(job(3))).curves).toHaveLength(3);
	});
});

describe("runFitJobs", () => {
	it("stops long fits on a signal, and says why", async () => {
		const controller = new AbortController();
		const running = runFitJobs([job(100_000)], {
			threads: 1,
			signal: controller.signal,
			onProgress: () => controller.abort(new Error("enough")),
		});
		await expect(running).rejects.toThrow("enough");
	});
});
