import { describe, expect, it } from "vitest";
import type { AudioClip } from "./audio-clip.ts";
import { decodeAudio } from "./decode-audio.ts";
import { readFixture } from "./testing/read-fixture.node.ts";
import { toMono } from "./to-mono.ts";

const decode = async (name: string): Promise<AudioClip> => decodeAudio(await readFixture(name), { name });

/** Frequency by counting periods, amplitude by the root mean square, of the middle of a clip. */
function measureTone({ channels, sampleRate }: AudioClip): { frequency: number; amplitude: number } {
	const signal = (channels[0] as Float32Array).subarray(0.1 * sampleRate, 0.4 * sampleRate);
	const crossings: number[] = [];
	let energy = 0;
	for (let i = 1; i < signal.length; i++) {
		const [a, b] = [signal[i - 1] as number, signal[i] as number];
		energy += b * b;
		if (a < 0 && b >= 0) crossings.push(i - b / (b - a));
	}
	const periods = crossings.length - 1;
	const span = (crossings[periods] as number) - (crossings[0] as number);
	return { frequency: (periods * sampleRate) / span, amplitude: Math.sqrt((2 * energy) / signal.length) };
}

describe("decodeAudio", () => {
	// LAME encodes at 0.95 of the level, Vorbis gives up a hundredth of the level at this quality. The commands that made the tones are in scripts/make-fixtures.sh: 1000 Hz, amplitude 0.5, half a second.
	it.each([
		["tone-fixture.flac", "flac", "flac", 0.5, 1e-5],
		["tone-fixture.oga", "ogg", "flac", 0.5, 1e-5],
		["tone-fixture.mp3", "mp3", "mp3", 0.475, 2e-3],
		["tone-fixture.ogg", "ogg", "vorbis", 0.5, 2e-2],
		["tone-fixture.opus", "ogg", "opus", 0.5, 2e-3],
	])("decodes the sine of 1000 Hz in %s", async (name, container, codec, level, rtol) => {
		const clip = await decode(name);
		expect(clip.format).toMatchObject({ container, codec });
		expect(clip.sampleRate).toBe(48_000);
		expect(clip.channels).toHaveLength(1);
		expect(clip.channels[0]).toHaveLength(24_000);
		expect(clip.warnings).toEqual([]);
		const { frequency, amplitude } = measureTone(clip);
		expect(Math.abs(frequency / 1000 - 1)).toBeLessThan(1e-4);
		expect(Math.abs(amplitude / level - 1)).toBeLessThan(rtol);
	});

	it.each([
		["speech-fixture.flac", 16_000, 1, 29_230, 16],
		["speech-fixture-24-bit.flac", 48_000, 2, 14_400, 24],
		["speech-fixture.mp3", 16_000, 1, 29_230, null],
		["speech-fixture-stereo.mp3", 44_100, 2, 80_565, null],
		["speech-fixture.ogg", 16_000, 1, 29_230, null],
		["speech-fixture.opus", 48_000, 1, 87_690, null],
		["speech-fixture-telephone-alaw.wav", 8000, 1, 14_615, 8],
		["speech-fixture-telephone-mulaw.wav", 8000, 1, 14_615, 8],
		["speech-fixture-6-channels.wav", 8000, 6, 3200, 24],
	])("states rate, channels, length and bits of %s", async (name, sampleRate, channels, length, bits) => {
		// The numbers are those of ffprobe and soxi.
		const clip = await decode(name);
		expect(clip.sampleRate).toBe(sampleRate);
		expect(clip.channels.map((channel) => channel.length)).toEqual(Array(channels).fill(length));
		expect(clip.duration).toBe(length / sampleRate);
		expect(clip.format.bitsPerSample).toBe(bits);
		expect(clip.warnings).toEqual([]);
	});

	it("gives of a FLAC file exactly what the WAV file held that it was made from", async () => {
		const flac = await decode("speech-fixture.flac");
		const wav = await decode("speech-fixture.wav");
		expect(flac.channels[0]).toEqual(wav.channels[0]);
	});

	it.each(["speech-fixture.mp3", "speech-fixture.ogg"])(
		"keeps %s in time with the original",
		async (name) => {
			const coded = toMono(await decode(name));
			const original = toMono(await decode("speech-fixture.wav"));
			const correlate = (lag: number): number => {
				let sum = 0;
				for (let i = 100; i < original.length - 100; i++) {
					sum += (original[i] as number) * (coded[i + lag] as number);
				}
				return sum;
			};
			const lags = Array.from({ length: 101 }, (_, i) => i - 50);
			expect(lags.reduce((best, lag) => (correlate(lag) > correlate(best) ? lag : best))).toBe(0);
		},
	);

	it("goes by the content, not by the name", async () => {
		const clip = await decodeAudio(await readFixture("speech-fixture.flac"), { name: "song.mp3" });
		expect(clip.format.container).toBe("flac");
	});

	it("skips an ID3 tag before MP3 and before FLAC", async () => {
		const tag = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 2, ...new Uint8Array(130));
		for (const name of ["speech-fixture.mp3", "speech-fixture.flac"]) {
			const tagged = new Uint8Array([...tag, ...(await readFixture(name))]);
			expect((await decodeAudio(tagged)).channels[0]).toEqual((await decode(name)).channels[0]);
		}
	});

	it.each([
		[
			"empty.wav",
			new Uint8Array(0),
			"file-empty",
			'"empty.wav" is empty (0 bytes). Export or record it again.',
		],
		[
			"notes.wav",
			new TextEncoder().encode("Dear diary, today it rained. Grüße!\n"),
			"audio-unknown-format",
			'"notes.wav" is not audio: it holds text. Give a WAV, FLAC, MP3, Ogg Vorbis or Opus file.',
		],
		[
			"photo.wav",
			Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
			"audio-unknown-format",
			'"photo.wav" is not audio: it holds a PNG picture. Give a WAV, FLAC, MP3, Ogg Vorbis or Opus file.',
		],
		[
			"random.wav",
			Uint8Array.from({ length: 4000 }, (_, i) => (Math.imul(i, 2654435761) >>> 13) & 255),
			"audio-unknown-format",
			'"random.wav" is not audio: it holds unknown binary data. Give a WAV, FLAC, MP3, Ogg Vorbis or Opus file.',
		],
	])("refuses %s in plain words", async (name, bytes, code, message) => {
		await expect(decodeAudio(bytes, { name })).rejects.toMatchObject({ code, message });
	});

	it("asks for a fallback where it knows the container and not the codec", async () => {
		await expect(decode("speech-fixture.m4a")).rejects.toMatchObject({
			code: "audio-unknown-format",
			message:
				'"speech-fixture.m4a" is an MP4 file (m4a, mp4, mov) whose codec is not decoded here. Convert it to WAV, FLAC, MP3, Ogg Vorbis or Opus, or decode with ffmpeg or a browser.',
		});
	});

	it("hands to the fallback what it does not decode, and only that", async () => {
		const asked: string[] = [];
		const clip = await decode("speech-fixture.wav");
		const fallback = {
			name: "a test",
			decode: async (_: Uint8Array, { container }: { container: string | null }) => {
				asked.push(container ?? "?");
				return clip;
			},
		};
		expect(await decodeAudio(await readFixture("speech-fixture.webm"), { fallback })).toEqual(clip);
		await decodeAudio(await readFixture("speech-fixture.ogg"), { fallback });
		await expect(decodeAudio(new TextEncoder().encode("#EXTM3U"), { fallback })).rejects.toMatchObject({
			code: "audio-unknown-format",
		});
		expect(asked).toEqual(["webm"]);
	});

	it.each([
		"speech-fixture.wav",
		"speech-fixture.flac",
		"speech-fixture.mp3",
		"speech-fixture.ogg",
		"speech-fixture.opus",
	])("refuses %s when it is longer than allowed", async (name) => {
		const bytes = await readFixture(name);
		await expect(decodeAudio(bytes, { name, maxDuration: 1.5 })).rejects.toMatchObject({
			code: "audio-too-long",
			message: `"${name}" lasts 1.8 s, the limit is 1.5 s. Cut it into shorter pieces.`,
		});
		expect((await decodeAudio(bytes, { name, maxDuration: 2 })).duration).toBeCloseTo(1.83, 1);
	});
});
