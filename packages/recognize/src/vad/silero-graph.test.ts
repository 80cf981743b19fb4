import { createRandom } from "@undertone/core";
import { createSession, float32Data, float32Tensor } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { createVoiceActivity } from "./create-vad.ts";
import { sileroGraph } from "./silero-graph.ts";

const packaged = await readVadModel();

/** Two seconds that sweep through what a detector sees: silence, noise, a buzz with moving formants. */
function mixture(): Float32Array {
	const random = createRandom(1);
	return Float32Array.from({ length: 32_000 }, (_, n) => {
		const t = n / 16_000;
		if (t < 0.3) return 0;
		if (t < 0.6) return 0.05 * random.normal();
		const f0 = 120 + 20 * Math.sin(2 * Math.PI * 3 * t);
		let sum = 0;
		for (let k = 1; k < 25; k++) {
			const near = Math.exp(-(((k * f0 - 600 - 300 * Math.sin(9 * t)) / 300) ** 2));
			sum += (0.02 + near) * Math.sin(2 * Math.PI * k * f0 * t);
		}
		return 0.1 * sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t));
	});
}

describe("Silero's network in one graph", () => {
	it("gives what the packaged file gives frame by frame", async () => {
		const signal = mixture().subarray(0, 62 * 512);
		const original = await createSession(new Uint8Array(packaged));
		let state = float32Tensor(new Float32Array(256), [2, 1, 128]);
		const expected: number[] = [];
		const padded = new Float32Array(64 + signal.length);
		padded.set(signal, 64);
		for (let at = 0; at + 576 <= padded.length; at += 512) {
			const outputs = await original.run({
				input: float32Tensor(padded.slice(at, at + 576), [1, 576]),
				state,
				sr: { type: "int64", dims: [], data: BigInt64Array.of(16_000n) },
			});
			expected.push(float32Data(outputs.output, "output")[0] as number);
			state = float32Tensor(float32Data(outputs.stateN, "stateN").slice(), [2, 1, 128]);
		}
		const vad = await createVoiceActivity(packaged);
		expect(Math.max(...expected)).toBeGreaterThan(0.5);
		expect(Math.min(...expected)).toBeLessThan(0.1);
		expect(await vad.probabilities(signal)).toBeCloseToArray(expected, { rtol: 0, atol: 2e-5 });
	});

	it("gives the same whether the stream comes at once or frame by frame", async () => {
		const vad = await createVoiceActivity(packaged);
		const signal = mixture().subarray(0, 60 * 512);
		const stream = vad.stream();
		const parts: number[] = [];
		for (const frames of [1, 2, 7, 50]) {
			const at = parts.length * 512;
			parts.push(...(await stream.push(signal.subarray(at, at + frames * 512))));
		}
		// Matrix products over other numbers of rows round differently.
		expect(parts).toBeCloseToArray(await vad.probabilities(signal), { rtol: 0, atol: 1e-5 });
	});

	it("refuses a file that is another network", () => {
		expect(() => sileroGraph(new TextEncoder().encode("not a model"))).toThrow(/model/i);
	});
});
