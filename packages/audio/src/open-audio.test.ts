import { describe, expect, it } from "vitest";
import type { AudioWarning } from "./audio-clip.ts";
import type { AudioPieces } from "./audio-pieces.ts";
import { sourceOf } from "./byte-source.ts";
import { createByteWindow } from "./byte-window.ts";
import { decodeAudio } from "./decode-audio.ts";
import { encodeWav } from "./encode-wav.ts";
import { flacPieces } from "./flac/open-flac.ts";
import { readStreamInfo } from "./flac/stream-info.ts";
import { openAudio } from "./open-audio.ts";
import { makeFlac } from "./testing/make-flac.ts";
import { readFixture } from "./testing/read-fixture.node.ts";

/** All pieces, one behind the other, channel after channel. */
async function join({ pieces }: Pick<AudioPieces, "pieces">): Promise<{
	channels: Float32Array[];
	warnings: readonly AudioWarning[];
	count: number;
}> {
	const parts: Float32Array[][] = [];
	const source = pieces();
	let next = await source.next();
	for (; next.done !== true; next = await source.next()) parts.push(next.value);
	const length = parts.reduce((sum, part) => sum + (part[0]?.length ?? 0), 0);
	const channels = (parts[0] ?? []).map((_, c) => {
		const out = new Float32Array(length);
		let offset = 0;
		for (const part of parts) {
			out.set(part[c] as Float32Array, offset);
			offset += part[c]?.length ?? 0;
		}
		return out;
	});
	return { channels, warnings: next.value, count: parts.length };
}

const open = async (bytes: Uint8Array, name = "clip"): Promise<AudioPieces> => {
	const opened = await openAudio(sourceOf(bytes), { name });
	if (opened === null) throw new Error("openAudio left the file to decodeAudio.");
	return opened;
};

/** An Ogg file whose stream has another number. @see RFC 3533, section 6 */
function withSerial(file: Uint8Array, serial: number): Uint8Array {
	const out = file.slice();
	const view = new DataView(out.buffer);
	for (let page = 0; page < out.length; ) {
		const segments = out[page + 26] as number;
		const lacing = out.subarray(page + 27, page + 27 + segments);
		const end = page + 27 + segments + lacing.reduce((sum, value) => sum + value, 0);
		view.setUint32(page + 14, serial, true);
		view.setUint32(page + 22, 0, true);
		let crc = 0;
		for (let i = page; i < end; i++) {
			crc ^= (out[i] as number) << 24;
			for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
		}
		view.setUint32(page + 22, crc >>> 0, true);
		page = end;
	}
	return out;
}

/** An ID3 tag with a picture, so to say. */
const tag = new Uint8Array(10 + 12 * 16_384);
tag.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 12, 0, 0]);

describe("openAudio", () => {
	it.each([
		"speech-fixture.wav",
		"speech-fixture-6-channels.wav",
		"speech-fixture-telephone-alaw.wav",
		"speech-fixture.flac",
		"speech-fixture-24-bit.flac",
		"speech-fixture.mp3",
		"speech-fixture-stereo.mp3",
		"speech-fixture.ogg",
		"speech-fixture.opus",
		"tone-fixture.oga",
	])("gives of %s, piece by piece and again, what decodeAudio gives at once", async (name) => {
		const bytes = await readFixture(name);
		const { channels, warnings, sampleRate, format } = await decodeAudio(bytes);
		const opened = await open(bytes);
		expect(opened).toMatchObject({ sampleRate, format });
		const length = channels[0]?.length ?? 0;
		// An MP3 file announces its encoder's delay and padding, too.
		expect(opened.announced).toBeGreaterThanOrEqual(length);
		expect(opened.announced).toBeLessThanOrEqual(length + (name.endsWith("mp3") ? 2 * 1152 : 0));
		expect(await join(opened)).toMatchObject({ channels, warnings });
		expect((await join(opened)).channels).toEqual(channels);
	});

	it.each(["flac", "mp3", "ogg", "opus"])(
		"says of a %s file that is cut or damaged what decodeAudio says, and gives the same",
		async (ending) => {
			const whole = await readFixture(`speech-fixture.${ending}`);
			const files = [0.1, 0.5, 0.9].map((part) => whole.subarray(0, Math.floor(part * whole.length)));
			for (const at of [40, 130, 3000, 5000, 9000])
				files.push(whole.map((x, i) => (i === at ? x ^ 0x55 : x)));
			files.push(
				new Uint8Array([...whole.subarray(0, 6000), ...tag.subarray(0, 999), ...whole.subarray(6000)]),
			);
			for (const file of files) {
				const expected = await decodeAudio(file, { name: "clip" }).catch((error: Error) => error);
				const given = await open(file)
					.then(join)
					.catch((error: Error) => error);
				if (expected instanceof Error) expect(given).toMatchObject({ message: expected.message });
				else expect(given).toMatchObject({ channels: expected.channels, warnings: expected.warnings });
			}
		},
	);

	it.each(["mp3", "flac"])(
		"passes over an ID3 tag longer than it looks at once, before %s",
		async (ending) => {
			const bytes = await readFixture(`speech-fixture.${ending}`);
			const { channels } = await decodeAudio(bytes);
			expect((await join(await open(new Uint8Array([...tag, ...bytes])))).channels).toEqual(channels);
		},
	);

	it("reads the first of several Ogg recordings one behind the other, and says so", async () => {
		const speech = await readFixture("speech-fixture.opus");
		const both = new Uint8Array([...speech, ...withSerial(await readFixture("speech-fixture.ogg"), 7)]);
		const { channels, warnings } = await join(await open(both));
		expect(channels).toEqual((await decodeAudio(speech)).channels);
		expect(warnings.map(({ code }) => code)).toEqual(["partial"]);
	});

	it("gives a file that is longer than a window frame by frame, exactly", async () => {
		const source = makeFlac({ frames: 200 });
		const { channels, count } = await join((await openAudio(source)) as AudioPieces);
		const whole = await decodeAudio(await source.read(0, source.size));
		expect(count).toBe(200);
		expect(channels[0]).toEqual(whole.channels[0]);
		// The noise of the first frame, by the definition in make-flac.ts.
		let state = 1;
		for (let i = 0; i < 4096; i++) {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			expect(channels[0]?.[i]).toBe((((state >>> 16) << 16) >> 16) / 32768);
		}
	});

	it.each([1, 50, 700, 10_000])("decodes FLAC that comes in chunks of %i bytes", async (length) => {
		const bytes = await readFixture("speech-fixture.flac");
		bytes[16_000] = (bytes[16_000] as number) ^ 0xff;
		const info = await readStreamInfo(sourceOf(bytes), 0, "clip");
		async function* chunks(): AsyncGenerator<Uint8Array> {
			for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
		}
		const pieces = flacPieces(info, () => createByteWindow(chunks()), '"clip"', 60);
		const { channels, warnings } = await decodeAudio(bytes, { name: "clip" });
		expect(await join(pieces)).toMatchObject({ channels, warnings });
	});

	it("does not know how long a FLAC file is whose encoder did not", async () => {
		const source = makeFlac({ frames: 3, announced: 0 });
		const opened = (await openAudio(source)) as AudioPieces;
		expect(opened.announced).toBeNull();
		expect((await join(opened)).channels[0]).toHaveLength(3 * 4096);
	});

	it.each([
		[
			2,
			"length-wrong",
			'The header of "clip" announces 0.51 s, the file holds 0.77 s: all of it was decoded.',
		],
		[5, "truncated", '"clip" is cut short: its header announces 1.28 s, 0.77 s could be decoded.'],
	])("gives all of three frames where the header announces %i", async (frames, code, message) => {
		const source = makeFlac({ frames: 3, announced: frames * 4096 });
		const opened = (await openAudio(source, { name: "clip" })) as AudioPieces;
		const { channels, warnings } = await join(opened);
		expect(channels[0]).toHaveLength(3 * 4096);
		expect(warnings).toEqual([{ code, message }]);
	});

	it.each(["flac", "mp3", "ogg", "opus"])(
		"reads no more of a %s file that is left before its end, and the next one is whole",
		async (ending) => {
			const bytes = await readFixture(`speech-fixture.${ending}`);
			let reads = 0;
			const opened = await openAudio({
				size: bytes.length,
				read: async (offset, length) => {
					reads++;
					return bytes.slice(offset, offset + length);
				},
			});
			for await (const piece of opened?.pieces() ?? []) {
				expect(piece[0]?.length).toBeGreaterThan(0);
				break;
			}
			const before = reads;
			await new Promise((resolve) => setTimeout(resolve, 0));
			expect(reads).toBe(before);
			expect((await join(opened as AudioPieces)).channels).toEqual((await decodeAudio(bytes)).channels);
		},
	);

	it.each(["wav", "flac", "mp3", "ogg", "opus"])(
		"refuses a %s file that is longer than allowed",
		async (ending) => {
			const bytes = await readFixture(`speech-fixture.${ending}`);
			await expect(openAudio(sourceOf(bytes), { name: "clip", maxDuration: 1.5 })).rejects.toMatchObject({
				code: "audio-too-long",
				message: '"clip" lasts 1.8 s, the limit is 1.5 s. Cut it into shorter pieces.',
			});
		},
	);

	it.each([
		["an MP4 file", async () => readFixture("speech-fixture.m4a")],
		["text", async () => new TextEncoder().encode("Dear diary, today it rained.")],
		["nothing", async () => new Uint8Array(0)],
		["a WAV file that ends early", async () => encodeWav(new Float32Array(100), 8000).subarray(0, 100)],
	])("leaves %s to decodeAudio", async (_, bytes) => {
		expect(await openAudio(sourceOf(await bytes()))).toBeNull();
	});
});
