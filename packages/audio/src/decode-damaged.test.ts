import { describe, expect, it } from "vitest";
import { decodeAudio } from "./decode-audio.ts";
import { readFixture } from "./testing/read-fixture.node.ts";

describe("decodeAudio of a file that is cut short", () => {
	it.each([
		[
			"speech-fixture.wav",
			"truncated",
			'"clip" is cut short: its header announces 1.83 s, the file holds 0.91 s.',
			0.91,
		],
		[
			"speech-fixture.flac",
			"truncated",
			'"clip" is cut short: its header announces 1.83 s, 0.26 s could be decoded.',
			0.256,
		],
		[
			"speech-fixture.mp3",
			"truncated",
			'"clip" is cut short: it announces 53 MPEG frames and holds 26.',
			0.86,
		],
		["speech-fixture.ogg", "truncated", '"clip" is cut short: its last Ogg page is missing.', 0.4],
		["speech-fixture.opus", "truncated", '"clip" is cut short: its last Ogg page is missing.', 0.63],
	])("decodes the first half of %s and says so", async (name, code, message, seconds) => {
		const whole = await readFixture(name);
		const half = whole.subarray(0, Math.floor(whole.length / 2));
		const clip = await decodeAudio(half, { name: "clip" });
		expect(clip.warnings).toEqual([{ code, message }]);
		expect(clip.duration).toBeCloseTo(seconds, 1);
		const reference = (await decodeAudio(whole)).channels[0] as Float32Array;
		const decoded = clip.channels[0] as Float32Array;
		const common = Math.floor(0.9 * decoded.length);
		expect(decoded.subarray(0, common)).toBeCloseToArray(reference.subarray(0, common), {
			rtol: 0,
			atol: 1e-6,
		});
	});

	it.each([
		[
			"speech-fixture.flac",
			30,
			'"clip" cannot be decoded: it is cut off inside its FLAC header. Export or record it again.',
		],
		[
			"speech-fixture.flac",
			9000,
			'"clip" cannot be decoded: it holds no whole FLAC frame. Export or record it again.',
		],
		[
			"speech-fixture.mp3",
			100,
			'"clip" cannot be decoded: it holds no whole MPEG frame. Export or record it again.',
		],
		[
			"speech-fixture.ogg",
			20,
			'"clip" cannot be decoded: it holds no whole Ogg page. Export or record it again.',
		],
		[
			"speech-fixture.ogg",
			100,
			'"clip" cannot be decoded: it is cut off inside the Vorbis headers. Export or record it again.',
		],
		[
			"speech-fixture.opus",
			120,
			'"clip" holds 0 s of audio: it has a header and no samples. Record it again.',
		],
	])("refuses %s after %i bytes, where nothing can be decoded", async (name, length, message) => {
		const bytes = (await readFixture(name)).subarray(0, length);
		await expect(decodeAudio(bytes, { name: "clip" })).rejects.toMatchObject({ message });
	});
});

describe("decodeAudio of a damaged file", () => {
	it("keeps a FLAC file in time when a frame fails its checksum", async () => {
		const bytes = await readFixture("speech-fixture.flac");
		const reference = (await decodeAudio(bytes)).channels[0] as Float32Array;
		bytes[16_000] = (bytes[16_000] as number) ^ 0xff;
		const clip = await decodeAudio(bytes, { name: "clip" });
		const decoded = clip.channels[0] as Float32Array;
		expect(clip.warnings.map(({ code }) => code)).toEqual(["damaged"]);
		expect(decoded).toHaveLength(reference.length);
		const wrong = decoded.reduce((count, x, i) => (x === reference[i] ? count : count + 1), 0);
		expect(wrong).toBeGreaterThan(0);
		expect(wrong).toBeLessThanOrEqual(4096);
	});

	it("goes on behind junk between MPEG frames", async () => {
		const bytes = await readFixture("speech-fixture.mp3");
		const junk = new Uint8Array([
			...bytes.subarray(0, 288 * 20),
			...new Uint8Array(50).fill(1),
			...bytes.subarray(288 * 20),
		]);
		const clip = await decodeAudio(junk, { name: "clip" });
		expect(clip.warnings).toEqual([
			{ code: "damaged", message: '"clip" is damaged: 50 bytes between its MPEG frames were left out.' },
		]);
		expect(clip.channels[0]).toEqual((await decodeAudio(bytes)).channels[0]);
	});

	it("leaves out an Ogg page whose checksum is wrong", async () => {
		const bytes = await readFixture("speech-fixture.opus");
		bytes[3000] = (bytes[3000] as number) ^ 1;
		const clip = await decodeAudio(bytes, { name: "clip" });
		expect(clip.warnings.map(({ code }) => code)).toContain("damaged");
	});

	it("refuses a Vorbis stream whose pages are right and whose packets are not", async () => {
		const bytes = await readFixture("speech-fixture.ogg");
		// The codebooks of the setup header, in the second page; the page's checksum is made right again.
		const page = bytes.findIndex(
			(_, i) => i > 4 && String.fromCharCode(...bytes.subarray(i, i + 4)) === "OggS",
		);
		bytes.fill(0x5a, page + 200, page + 600);
		const segments = bytes[page + 26] as number;
		const body = bytes.subarray(page + 27, page + 27 + segments).reduce((sum, value) => sum + value, 0);
		const view = new DataView(bytes.buffer);
		view.setUint32(page + 22, 0, true);
		let crc = 0;
		for (let i = page; i < page + 27 + segments + body; i++) {
			crc ^= (bytes[i] as number) << 24;
			for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
		}
		view.setUint32(page + 22, crc >>> 0, true);
		await expect(decodeAudio(bytes, { name: "clip" })).rejects.toMatchObject({ code: "audio-damaged" });
	});

	it.each(["wav", "flac", "mp3", "ogg", "opus"])(
		"never fails in another way than by a refusal, whatever bytes of a %s file are wrong",
		async (ending) => {
			const whole = await readFixture(`speech-fixture.${ending}`);
			let state = 12_345;
			const random = (n: number): number => {
				state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
				return Math.floor((state / 2 ** 32) * n);
			};
			for (let round = 0; round < 40; round++) {
				const bytes = whole.slice();
				// Early rounds hit the headers, later ones everything.
				const reach = round < 20 ? 200 : bytes.length;
				for (let i = 0; i < 1 + (round % 8); i++) bytes[random(reach)] = random(256);
				try {
					const clip = await decodeAudio(bytes, { maxDuration: 60 });
					expect(clip.channels.every((channel) => channel.every(Number.isFinite))).toBe(true);
				} catch (error) {
					expect(error).toMatchObject({ name: "UndertoneError" });
				}
			}
		},
	);
});
