import { describe, expect, it } from "vitest";
import { subset } from "../dataset.ts";
import type { Progress } from "../estimator.ts";
import { blobs } from "../testing/blobs.ts";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { mlp } from "./mlp.ts";

const quick = { hidden: [16], dropout: 0.2, epochs: 30, learningRate: 0.01 };
describeEstimator(() => mlp(quick));
describeEstimator(() => mlp({ ...quick, normalise: "layer" }));
describeEstimator(() => mlp({ ...quick, normalise: "batch" }));

describe("mlp", () => {
	it("reports every epoch, with the validation part's figures and the time left", async () => {
		const seen: Progress[] = [];
		const model = await mlp({ ...quick, epochs: 5 }).fit(blobs(100, 1), {
			seed: 3,
			validation: blobs(30, 2),
			onProgress: (progress) => seen.push(progress),
		});
		expect(seen.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
		expect(seen.at(-1)?.secondsLeft).toBe(0);
		expect(seen.at(-1)?.loss).toBeLessThan(seen[0]!.loss);
		expect(seen.every(({ validationUar }) => validationUar !== undefined)).toBe(true);
		expect(model.curves).toEqual(seen);
	});

	it("goes on after a kill and ends with the same bytes as without one", async () => {
		const data = blobs(75, 1);
		const estimator = mlp({ ...quick, epochs: 6, mixup: 0.2, labelSmoothing: 0.1, averaging: { ema: 0.9 } });
		const whole = await estimator.fit(data, { seed: 5, validation: blobs(30, 2) });
		let state: Uint8Array | undefined;
		const killed = estimator.fit(data, {
			seed: 5,
			validation: blobs(30, 2),
			onCheckpoint: (bytes, { epoch }) => {
				state = bytes;
				if (epoch === 3) throw new Error("killed");
			},
		});
		await expect(killed).rejects.toThrow("killed");
		const resumed = await estimator.fit(data, { seed: 5, validation: blobs(30, 2), resume: state! });
		expect(resumed.toOnnx()).toEqual(whole.toOnnx());
		expect(resumed.curves).toHaveLength(6);
		const seconds = resumed.curves.map((epoch) => epoch.seconds ?? Number.NaN);
		expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
	});

	it("refuses to resume another training, or from a file cut short", async () => {
		let state = new Uint8Array();
		const onCheckpoint = (bytes: Uint8Array) => {
			state = bytes.slice();
		};
		await mlp({ ...quick, epochs: 1 }).fit(blobs(60, 1), { seed: 5, onCheckpoint });
		const again = (resume: Uint8Array, seed = 5) =>
			mlp({ ...quick, epochs: 1 }).fit(blobs(60, 1), { seed, resume });
		await expect(again(state, 6)).rejects.toThrow("belongs to other settings or data");
		await expect(again(state.subarray(0, -100))).rejects.toThrow("cut short");
		await expect(again(state.subarray(0, 2))).rejects.toThrow("cut short");
	});

	it("stops early and keeps the best epoch", async () => {
		// A validation part whose labels are wrong gets worse as training goes on.
		const wrong = { ...blobs(60, 2), y: blobs(60, 2).y.map((c) => (c + 1) % 3) };
		const model = await mlp({ ...quick, epochs: 40, patience: 3 }).fit(blobs(90, 1), {
			seed: 1,
			validation: wrong,
		});
		expect(model.curves.length).toBeLessThan(40);
		expect(model.curves.length).toBe(model.bestEpoch + 3);
		expect(model.toOnnx()).toEqual(model.best.toOnnx());
		expect(model.last.toOnnx()).not.toEqual(model.best.toOnnx());
	});

	it("does not hold a class against a corpus that lacks it", async () => {
		// Two corpora with the same sound for "happy"; the second has no "sad". Without the mask, "sad" would be
		// unlearnt for the second corpus's kind of clip, of which the test part holds the missing class.
		const data = blobs(120, 1);
		const second = subset(
			data,
			Array.from({ length: 120 }, (_, i) => i).filter((i) => data.y[i] !== 0),
		);
		const joined = {
			labels: data.labels,
			x: second.x,
			y: second.y,
			allowed: Uint8Array.from({ length: second.y.length * 3 }, (_, i) => (i % 3 === 0 ? 0 : 1)),
		};
		const masked = await mlp({ ...quick, epochs: 20 }).fit(joined, { seed: 1 });
		const { allowed, ...plain } = joined;
		expect(allowed).toHaveLength(second.y.length * 3);
		const unmasked = await mlp({ ...quick, epochs: 20 }).fit(plain, { seed: 1 });
		const sadness = async (model: typeof masked) => {
			const p = await model.predict(data.x);
			return data.y.reduce((sum, _c, r) => sum + (p.data[r * 3] as number), 0) / data.y.length;
		};
		expect(await sadness(masked)).toBeGreaterThan(2 * (await sadness(unmasked)));
	});

	it("shows its weights layer by layer, and runs with others", async () => {
		const data = blobs(90, 1);
		const model = await mlp(quick).fit(data, { seed: 1 });
		expect(model.parameters.map(({ shape }) => shape)).toEqual([[6, 16], [16], [16, 3], [3]]);
		expect(model.weights.weights).toHaveLength(6 * 16 + 16 + 16 * 3 + 3);
		const same = await model.withWeights(model.weights.weights.slice()).predict(data.x);
		expect(same.data).toEqual((await model.predict(data.x)).data);
		// All weights 0: every class is as likely.
		const none = await model.withWeights(new Float32Array(model.weights.weights.length)).predict(data.x);
		expect(none.data).toBeCloseToArray(new Float32Array(270).fill(1 / 3), { rtol: 1e-6, atol: 0 });
		expect(() => model.withWeights(new Float32Array(3))).toThrow("there must be 163 weights, got 3");
	});

	it.each([
		[{ epochs: 0 }, /mlp: epochs must be a whole number from 1, got 0/],
		[{ learningRate: -1 }, /learningRate must be positive, got -1/],
		[{ labelSmoothing: 1 }, /labelSmoothing must be in \[0, 1\), got 1/],
	])("refuses settings out of range: %o", (options, message) => {
		expect(() => mlp(options)).toThrow(message);
	});
});
