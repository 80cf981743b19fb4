import { createRandom } from "@undertone/core";
import { powerToDb } from "@undertone/dsp";
import { describe, expect, it } from "vitest";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { createLogMelStream } from "./create-log-mel-stream.ts";

const random = createRandom(5);
const signal = Float32Array.from({ length: 20_011 }, () => 0.1 * random.normal());

describe("createLogMelStream", () => {
	it.each([
		[1, 512, 160],
		[7, 512, 160],
		[128, 512, 160],
		[999, 2048, 512],
		[5000, 1024, 1500],
		[20_011, 2048, 512],
	])("gives in chunks of %i samples what the whole gives (nFft %i, hop %i)", (chunk, nFft, hopLength) => {
		const options = { sampleRate: 16000, nFft, hopLength, nMels: 20 };
		const stream = createLogMelStream(options);
		const values: number[] = [];
		const length = chunk === 1 ? 3000 : signal.length;
		for (let at = 0; at < length; at += chunk) {
			values.push(...stream.push(signal.subarray(at, Math.min(length, at + chunk))).data);
		}
		values.push(...stream.finish().data);
		const whole = powerToDb(melSpectrogram(signal.subarray(0, length), options), { topDb: null });
		expect(Float64Array.from(values)).toEqual(whole.data);
	});

	it("gives one frame for nothing at all", () => {
		expect(createLogMelStream({ sampleRate: 16000 }).finish().rows).toBe(1);
	});
});
