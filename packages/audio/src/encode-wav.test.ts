import { describe, expect, it } from "vitest";
import { decodeAudio } from "./decode-audio.ts";
import { encodeWav } from "./encode-wav.ts";
import { toMono } from "./to-mono.ts";

const samples = Float32Array.of(0, 0.25, -0.25, 0.999, -1);

describe("encodeWav", () => {
	it("writes 44 bytes of header and two bytes a sample", () => {
		const file = encodeWav(samples, 16_000);
		expect(file).toHaveLength(54);
		expect([...file.subarray(0, 4)]).toEqual([..."RIFF"].map((c) => c.charCodeAt(0)));
		expect(new DataView(file.buffer).getUint32(24, true)).toBe(16_000);
		expect(new DataView(file.buffer).getInt16(46, true)).toBe(8192);
	});

	it.each([
		[16, 1 / 65536],
		[24, 1 / 2 ** 24],
		[32, 0],
	] as const)("loses no more than half a step of %i bits in a round trip", async (bits, atol) => {
		const clip = await decodeAudio(encodeWav([samples, samples.map((x) => -x / 2)], 44_100, { bits }));
		expect(clip.sampleRate).toBe(44_100);
		expect(clip.channels[0]).toBeCloseToArray(samples, { rtol: 0, atol });
		expect(clip.channels[1]).toBeCloseToArray(
			samples.map((x) => -x / 2),
			{ rtol: 0, atol },
		);
	});

	it("clips integers and keeps floats", async () => {
		const loud = Float32Array.of(2, -2);
		expect((await decodeAudio(encodeWav(loud, 8000))).channels[0]).toEqual(
			Float32Array.of(32767 / 32768, -1),
		);
		expect((await decodeAudio(encodeWav(loud, 8000, { bits: 32 }))).channels[0]).toEqual(loud);
	});

	it("pads an odd number of bytes", () => {
		expect(encodeWav(samples, 8000, { bits: 24 })).toHaveLength(44 + 16);
	});

	it("refuses channels of different lengths, and no channel", () => {
		expect(() => encodeWav([samples, samples.subarray(1)], 8000)).toThrow(
			new RangeError("encodeWav: needs channels of one length, got lengths [5, 4]."),
		);
		expect(() => encodeWav([], 8000)).toThrow(RangeError);
	});
});

describe("toMono", () => {
	it("gives the mean of the channels", () => {
		const channels = [Float32Array.of(1, 0, 0.5), Float32Array.of(0, 1, 0.5), Float32Array.of(-1, 0.5, 0.5)];
		expect(toMono({ channels })).toBeCloseToArray([0, 0.5, 0.5], { rtol: 1e-7, atol: 1e-7 });
	});

	it("keeps channels that cancel each other silent, and changes none of them", () => {
		const channels = [samples, samples.map((x) => -x)];
		expect(toMono({ channels })).toBeCloseToArray([0, 0, 0, 0, 0], { rtol: 0, atol: 0 });
		expect(channels[0]).toEqual(Float32Array.of(0, 0.25, -0.25, 0.999, -1));
	});

	it("refuses a clip without channels", () => {
		expect(() => toMono({ channels: [] })).toThrow(RangeError);
	});
});
