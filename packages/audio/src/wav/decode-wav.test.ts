import { describe, expect, it } from "vitest";
import type { AudioClip } from "../audio-clip.ts";
import { decodeAudio } from "../decode-audio.ts";
import { makeWav, type WavParts } from "../testing/make-wav.ts";

/** Integers of any width, little-endian. */
function integers(width: number, values: readonly number[], bigEndian = false): Uint8Array {
	const bytes = new Uint8Array(width * values.length);
	values.forEach((value, i) => {
		for (let b = 0; b < width; b++) {
			const place = bigEndian ? width - 1 - b : b;
			bytes[i * width + place] = Math.floor(value / 256 ** b) & 255;
		}
	});
	return bytes;
}

const decode = (parts: WavParts) => decodeAudio(makeWav(parts), { name: "clip.wav" });
const sixteen = integers(2, [0, 16384, -16384, 32767, -32768]);
const expected = [0, 0.5, -0.5, 32767 / 32768, -1];

describe("decodeAudio of WAV", () => {
	it("reads 16 bits by hand: 16384 of 32768 is a half", async () => {
		const clip = await decode({ data: sixteen });
		expect([...(clip.channels[0] as Float32Array)]).toEqual(expected);
		expect(clip.format).toEqual({ container: "wav", codec: "pcm_s16", bitsPerSample: 16 });
		expect(clip.sampleRate).toBe(16_000);
		expect(clip.duration).toBe(5 / 16_000);
		expect(clip.warnings).toEqual([]);
	});

	it.each([
		["pcm_u8", { bits: 8, data: Uint8Array.of(128, 192, 64, 255, 0) }, 1 / 128],
		["pcm_s24", { bits: 24, data: integers(3, [0, 2 ** 22, -(2 ** 22), 2 ** 23 - 1, -(2 ** 23)]) }, 2e-7],
		["pcm_s32", { bits: 32, data: integers(4, [0, 2 ** 30, -(2 ** 30), 2 ** 31 - 1, -(2 ** 31)]) }, 1e-9],
		["pcm_f32", { tag: 3, bits: 32, data: new Uint8Array(Float32Array.of(0, 0.5, -0.5, 1, -1).buffer) }, 0],
		["pcm_f64", { tag: 3, bits: 64, data: new Uint8Array(Float64Array.of(0, 0.5, -0.5, 1, -1).buffer) }, 0],
	])("reads %s", async (codec, parts, atol) => {
		const clip = await decode(parts);
		expect(clip.format.codec).toBe(codec);
		expect(clip.channels[0]).toBeCloseToArray([0, 0.5, -0.5, 1, -1], { rtol: 0, atol });
	});

	it("expands A-law and µ-law codes to the values of G.711", async () => {
		// G.711 table 1a/2a on the 16-bit scale: the codes of the largest and smallest magnitudes of both signs.
		const scaled = ({ channels: [samples] }: AudioClip) => samples?.map((x) => x * 32768);
		const mu = await decode({ tag: 7, bits: 8, data: Uint8Array.of(0x80, 0x00, 0xff, 0x7f, 0x8f) });
		expect(scaled(mu)).toBeCloseToArray([32124, -32124, 0, 0, 16764], { rtol: 0, atol: 0 });
		const a = await decode({ tag: 6, bits: 8, data: Uint8Array.of(0xaa, 0x2a, 0xd5, 0x55, 0x80) });
		expect(scaled(a)).toBeCloseToArray([32256, -32256, 8, -8, 5504], { rtol: 0, atol: 0 });
	});

	it("separates any number of channels", async () => {
		for (const channels of [1, 2, 6, 17]) {
			const values = Array.from({ length: channels * 3 }, (_, i) => i * 256);
			const clip = await decode({ channels, data: integers(2, values) });
			expect(clip.channels.map((channel) => [...channel].map((x) => x * 128))).toEqual(
				Array.from({ length: channels }, (_, c) => [c, channels + c, 2 * channels + c]),
			);
		}
	});

	it("resolves WAVE_FORMAT_EXTENSIBLE, and says how many bits are valid", async () => {
		const clip = await decode({ bits: 24, validBits: 20, data: integers(3, [2 ** 22, -(2 ** 22)]) });
		expect([...(clip.channels[0] as Float32Array)]).toEqual([0.5, -0.5]);
		expect(clip.format).toEqual({ container: "wav", codec: "pcm_s24", bitsPerSample: 20 });
		const float = await decode({
			tag: 3,
			bits: 32,
			validBits: 32,
			data: new Uint8Array(Float32Array.of(0.25).buffer),
		});
		expect(float.format.codec).toBe("pcm_f32");
	});

	it("reads big-endian files (RIFX) and long ones (RF64)", async () => {
		const big = await decode({ form: "RIFX", data: integers(2, [0, 16384, -16384, 32767, -32768], true) });
		expect([...(big.channels[0] as Float32Array)]).toEqual(expected);
		const long = await decode({ form: "RF64", data: sixteen, chunksAfter: [["LIST", new Uint8Array(6)]] });
		expect([...(long.channels[0] as Float32Array)]).toEqual(expected);
	});

	it.each([
		["even", 10, false],
		["odd and padded", 11, false],
		["odd and not padded", 11, true],
	])("passes over junk before the samples: %s", async (_, size, unpadded) => {
		const junk: [string, Uint8Array] = ["JUNK", new Uint8Array(size).fill(7)];
		const clip = await decode({
			data: sixteen,
			chunksBefore: [junk, ["bext", new Uint8Array(602)]],
			unpadded,
		});
		expect([...(clip.channels[0] as Float32Array)]).toEqual(expected);
	});

	it("leaves out what follows the samples", async () => {
		const clip = await decode({ data: sixteen, chunksAfter: [["LIST", new Uint8Array(100).fill(65)]] });
		expect(clip.channels[0]).toHaveLength(5);
		expect(clip.warnings).toEqual([]);
	});

	it("reads samples that are not aligned in memory, and Buffers, without changing them", async () => {
		const file = makeWav({ data: sixteen });
		const shifted = new Uint8Array(file.length + 1);
		shifted.set(file, 1);
		const clip = await decodeAudio(shifted.subarray(1));
		expect([...(clip.channels[0] as Float32Array)]).toEqual(expected);
		expect(shifted.subarray(1)).toEqual(file);
	});

	it("decodes what is there of a truncated file, and says so", async () => {
		const clip = await decode({ data: new Uint8Array(16_000), announced: 32_000 });
		expect(clip.duration).toBe(0.5);
		expect(clip.warnings).toEqual([
			{
				code: "truncated",
				message: '"clip.wav" is cut short: its header announces 1.00 s, the file holds 0.50 s.',
			},
		]);
	});

	it("takes the length of a piped file from the file", async () => {
		const clip = await decode({ data: sixteen, announced: 0xffffffff });
		expect(clip.channels[0]).toHaveLength(5);
		expect(clip.warnings).toEqual([]);
	});

	it("decodes all where the header announces less than there is", async () => {
		const data = new Uint8Array(32_000).fill(200);
		const clip = await decode({ data, announced: 3200 });
		expect(clip.duration).toBe(1);
		expect(clip.warnings).toEqual([
			{
				code: "length-wrong",
				message: 'The header of "clip.wav" announces 0.10 s, the file holds 1.00 s: all of it was decoded.',
			},
		]);
	});

	it("sets samples that are no numbers to 0, and counts them", async () => {
		const values = Float32Array.of(0.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5);
		const clip = await decode({ tag: 3, bits: 32, data: new Uint8Array(values.buffer) });
		expect([...(clip.channels[0] as Float32Array)]).toEqual([0.5, 0, 0, -0.5]);
		expect(clip.warnings).toEqual([
			{
				code: "not-finite",
				message: '2 of 4 samples of "clip.wav" are not numbers (NaN or infinite): they were set to 0.',
			},
		]);
	});

	it.each([
		[
			"holds no number at all",
			{ tag: 3, bits: 32, data: new Uint8Array(Float32Array.of(Number.NaN, Number.NaN).buffer) },
			'"clip.wav" cannot be decoded: none of its samples is a number. Export or record it again.',
		],
		[
			"has no samples",
			{ data: new Uint8Array(0) },
			'"clip.wav" holds 0 s of audio: it has a header and no samples. Record it again.',
		],
		[
			"has no channels",
			{ channels: 0, data: sixteen },
			'"clip.wav" cannot be decoded: its WAV header announces 0 channels. Export or record it again.',
		],
		[
			"has no rate",
			{ sampleRate: 0, data: sixteen },
			'"clip.wav" cannot be decoded: its WAV header announces a sample rate of 0 Hz. Export or record it again.',
		],
		[
			"is compressed in another way",
			{ tag: 85, bits: 0, channels: 2, data: sixteen },
			'"clip.wav" is a WAV file whose codec is not decoded here. Convert it to WAV, FLAC, MP3, Ogg Vorbis or Opus, or decode with ffmpeg or a browser.',
		],
	])("refuses a file that %s", async (_, parts, message) => {
		await expect(decode(parts)).rejects.toMatchObject({ message });
	});

	it.each([
		[
			16,
			'"clip.wav" cannot be decoded: its WAV header is cut off before the format of the samples. Export or record it again.',
		],
		[
			30,
			'"clip.wav" cannot be decoded: its WAV header is cut off inside the format chunk. Export or record it again.',
		],
		[
			40,
			'"clip.wav" cannot be decoded: its WAV header ends before the samples begin. Export or record it again.',
		],
		[44, '"clip.wav" holds 0 s of audio: it has a header and no samples. Record it again.'],
	])("refuses a file cut off after %i bytes", async (length, message) => {
		const file = makeWav({ data: sixteen }).subarray(0, length);
		await expect(decodeAudio(file, { name: "clip.wav" })).rejects.toMatchObject({ message });
	});

	it("refuses three hours by the header, before anything is decoded", async () => {
		const data = new Uint8Array(3 * 3600 * 1000);
		const file = makeWav({ bits: 8, sampleRate: 1000, data });
		await expect(decodeAudio(file, { name: "long.wav", maxDuration: 3600 })).rejects.toMatchObject({
			code: "audio-too-long",
			message: '"long.wav" lasts 3 h, the limit is 1 h. Cut it into shorter pieces.',
		});
	});
});
