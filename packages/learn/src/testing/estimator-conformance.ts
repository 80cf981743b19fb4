import { zeros } from "@undertone/core";
import { createSession, float32Data, readOnnx } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { type Dataset, subset } from "../dataset.ts";
import type { Estimator, FittedModel } from "../estimator.ts";
import { accuracy } from "../metrics/classification.ts";
import { argmaxRows } from "../softmax.ts";
import { blobs } from "./blobs.ts";

/** What an estimator is tested with. */
interface ConformanceOptions {
	/** Training and test samples of which 90 % must be recognised; blobs by default. */
	readonly data?: (rows: number, seed: number) => Dataset;
}

/**
 * The suite every estimator is put through: to be called at the top of its test file.
 *
 * @param make - The estimator with settings that are quick to fit.
 */
export function describeEstimator(make: () => Estimator, { data = blobs }: ConformanceOptions = {}): void {
	const train = data(150, 1);
	const test = data(90, 2);
	const { name } = make();
	let shared: Promise<FittedModel> | undefined;
	const fitted = (): Promise<FittedModel> => {
		shared ??= make().fit(train, { seed: 1 });
		return shared;
	};
	describe(`${name} as an estimator`, () => {
		it("recognises at least nine of ten samples it has not seen", async () => {
			const predicted = argmaxRows(await (await fitted()).predict(test.x));
			expect(accuracy(test.y, predicted)).toBeGreaterThanOrEqual(0.9);
		});

		it("gives probabilities that sum to 1", async () => {
			const { rows, columns, data: p } = await (await fitted()).predict(test.x);
			expect([rows, columns]).toEqual([90, 3]);
			for (let r = 0; r < rows; r++) {
				const line = [...p.subarray(r * columns, (r + 1) * columns)];
				expect(line.every((value) => value >= 0 && value <= 1)).toBe(true);
				expect(line.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
			}
		});

		it("is the same model for the same seed, to the byte, and leaves its data as they were", async () => {
			const expected = (await fitted()).toOnnx();
			const copy = train.x.data.slice();
			const again = await make().fit(train, { seed: 1 });
			expect(again.toOnnx()).toEqual(expected);
			expect(train.x.data).toEqual(copy);
		});

		it("predicts as its exported graph does, one row or many, undefined features among them", async () => {
			const model = await fitted();
			const bytes = model.toOnnx({ undertone: "{}" });
			expect(readOnnx(bytes).metadata).toEqual({ undertone: "{}" });
			const session = await createSession(bytes);
			for (const rows of [90, 1]) {
				const { x } = subset(
					test,
					Array.from({ length: rows }, (_, i) => i),
				);
				const expected = await model.predict(x);
				const run = await session.run({
					features: { type: "float32", dims: [rows, x.columns], data: x.data as Float32Array },
				});
				expect(run.probabilities?.dims).toEqual([rows, 3]);
				expect(float32Data(run.probabilities, "probabilities")).toBeCloseToArray(expected.data, {
					rtol: 0,
					atol: 1e-5,
				});
			}
			await session.release();
		});

		it("softens with its temperature, in the exported graph too, and keeps the order", async () => {
			const model = await fitted();
			const soft = model.withTemperature(3);
			const before = await model.predict(test.x);
			const after = await soft.predict(test.x);
			expect(argmaxRows(after)).toEqual(argmaxRows(before));
			expect(Math.max(...after.data)).toBeLessThan(Math.max(...before.data) + 1e-9);
			const session = await createSession(soft.toOnnx());
			const run = await session.run({
				features: { type: "float32", dims: [90, test.x.columns], data: test.x.data as Float32Array },
			});
			expect(float32Data(run.probabilities, "probabilities")).toBeCloseToArray(after.data, {
				rtol: 0,
				atol: 1e-5,
			});
			await session.release();
		});

		it("learns nothing from samples of weight 0", async () => {
			// The second half of the classes is shuffled round, and must not count.
			const wrong = { ...train, y: train.y.map((c, i) => (i < 90 ? c : (c + 1) % 3)) };
			const sampleWeights = Float32Array.from(train.y, (_, i) => (i < 90 ? 1 : 0));
			const model = await make().fit(wrong, { seed: 1, sampleWeights });
			expect(accuracy(test.y, argmaxRows(await model.predict(test.x)))).toBeGreaterThanOrEqual(0.88);
		});

		it("knows a label without samples, and finds it unlikely", async () => {
			const labels = [...train.labels, "bored"];
			const model = await make().fit({ ...train, labels }, { seed: 1 });
			const p = await model.predict(test.x);
			expect(p.columns).toBe(4);
			expect(argmaxRows(p)).not.toContain(3);
		});

		it("takes nothing against a class from a corpus that lacks it, in the exported graph too", async () => {
			// In one corpus half of the samples of a place are "angry" and half "happy"; in a greater one, which
			// lacks "angry", all of them are "happy", and tell nothing of their shares.
			const many = data(450, 3);
			const inLarge = (r: number): boolean => r >= 150;
			const y = many.y.map((c, r) => (c === 2 ? (inLarge(r) || r % 2 === 0 ? 1 : 2) : c));
			const spread = { ...many, y: y.map((c, r) => (many.y[r] === 1 ? 0 : c)) };
			const allowed = Uint8Array.from({ length: 450 * 3 }, (_, at) =>
				inLarge(Math.floor(at / 3)) && at % 3 === 2 ? 0 : 1,
			);
			const disputed = subset(
				test,
				Array.from(test.y, (c, r) => (c === 2 ? r : -1)).filter((r) => r >= 0),
			);
			const model = await make().fit({ ...spread, allowed }, { seed: 1 });
			const p = await model.predict(disputed.x);
			let share = 0;
			for (let r = 0; r < p.rows; r++) share += (p.data[3 * r + 2] as number) / p.rows;
			// Half, but for what 50 noisy samples and smoothing leave open; without the mask it is 1 / 6.
			expect(share).toBeGreaterThan(0.3);
			expect(share).toBeLessThan(0.85);
			const session = await createSession(model.toOnnx());
			const run = await session.run({
				features: {
					type: "float32",
					dims: [p.rows, disputed.x.columns],
					data: disputed.x.data as Float32Array,
				},
			});
			expect(float32Data(run.probabilities, "probabilities")).toBeCloseToArray(p.data, {
				rtol: 0,
				atol: 1e-5,
			});
			await session.release();
		});

		it("refuses data that it cannot learn from, and says why", async () => {
			const fit = (part: Partial<Dataset>) => make().fit({ ...train, ...part }, { seed: 1 });
			await expect(fit({ x: zeros(0, 6), y: new Int32Array(0) })).rejects.toThrow(
				`${name}.fit: there must be samples and features, got 0 × 6.`,
			);
			await expect(fit({ y: new Int32Array(150) })).rejects.toThrow(
				`${name}.fit: samples must be of at least two classes, got only "sad".`,
			);
			await expect(fit({ y: new Int32Array(149) })).rejects.toThrow("x and y must have one length");
			await expect(fit({ y: new Int32Array(150).fill(9) })).rejects.toThrow(
				"classes must be in [0, 3), got 9 in row 0",
			);
			const infinite = { ...train.x, data: train.x.data.slice() };
			infinite.data[train.x.columns + 2] = Number.POSITIVE_INFINITY;
			await expect(fit({ x: infinite })).rejects.toThrow(
				"features must be finite or NaN, got Infinity in row 1, column 2",
			);
		});

		it("refuses rows with another number of features", async () => {
			await expect((await fitted()).predict(zeros(1, 2))).rejects.toThrow(
				`${name}.predict: rows must have ${train.x.columns} features, got 2`,
			);
			expect((await (await fitted()).predict(zeros(0, train.x.columns))).rows).toBe(0);
		});

		it("stops when cancelled", async () => {
			const signal = AbortSignal.abort();
			await expect(make().fit(train, { seed: 1, signal })).rejects.toMatchObject({ code: "cancelled" });
		});
	});
}
