import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createSession, float32Data, float32Tensor } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { readVadModel } from "#vad-model";
import { vowelMixture } from "../testing/vowel-mixture.ts";
import { createVoiceActivity } from "./create-vad.ts";
import { sileroGraph } from "./silero-graph.ts";

/** Silero's own file, as the npm package carries it. */
const require = createRequire(import.meta.url);
const path = require.resolve("@ricky0123/vad-web/dist/silero_vad_v6.onnx");
const packaged = new Uint8Array(readFileSync(path));

describe("Silero's network in one graph", () => {
	it("gives what the packaged file gives frame by frame", async () => {
		const signal = vowelMixture().subarray(0, 62 * 512);
		const original = await createSession(packaged);
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
		// Weights are stored in 16 bits.
		expect(await vad.probabilities(signal)).toBeCloseToArray(expected, { rtol: 0, atol: 3e-3 });
	});

	it("is what this package carries", async () => {
		expect(new Uint8Array(await readVadModel())).toEqual(sileroGraph(packaged));
	});

	it("refuses a file that is another network", () => {
		expect(() => sileroGraph(new TextEncoder().encode("not a model"))).toThrow(/model/i);
	});
});
