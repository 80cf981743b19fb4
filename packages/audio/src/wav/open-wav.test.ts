import { describe, expect, it } from "vitest";
import type { AudioPieces } from "../audio-pieces.ts";
import { sourceOf } from "../byte-source.ts";
import { decodeAudio } from "../decode-audio.ts";
import { encodeWav } from "../encode-wav.ts";
import { makeWav, type WavParts } from "../testing/make-wav.ts";
import { openWav } from "./open-wav.ts";

const open = (file: Uint8Array): Promise<AudioPieces | null> =>
	openWav(sourceOf(file), { name: '"clip"', maxDuration: 60 });

describe("openWav", () => {
	it("gives, ten seconds at a time, what decodeAudio gives at once", async () => {
		const left = Float32Array.from({ length: 25_000 }, (_, i) => Math.round(32767 * Math.sin(i)) / 32768);
		const file = encodeWav([left, left.map((x) => -x)], 1000);
		const wav = await open(file);
		expect(wav).toMatchObject({ announced: 25_000, sampleRate: 1000 });
		const whole = await decodeAudio(file);
		let from = 0;
		for await (const piece of wav?.pieces() ?? []) {
			expect(piece).toEqual(whole.channels.map((channel) => channel.slice(from, from + 10_000)));
			from += 10_000;
		}
		expect(from).toBe(30_000);
	});

	it("reads floats, those that are no numbers as 0, and says how many", async () => {
		const data = new Uint8Array(Float32Array.of(0.5, Number.NaN, -0.25).buffer);
		const pieces = (await open(makeWav({ tag: 3, bits: 32, data })))?.pieces();
		expect((await pieces?.next())?.value).toEqual([Float32Array.of(0.5, 0, -0.25)]);
		expect((await pieces?.next())?.value).toMatchObject([{ code: "not-finite" }]);
	});

	it.each([
		["announces more samples than there are", { data: new Uint8Array(100), announced: 200 }],
		["announces fewer", { data: new Uint8Array(100), announced: 20 }],
		["is compressed", { tag: 85, bits: 0, data: new Uint8Array(100) }],
		["is cut off", { tag: 1, data: new Uint8Array(0) }],
	] as const)("leaves a file that %s to decodeAudio", async (_, parts) => {
		expect(await open(makeWav(parts as WavParts))).toBeNull();
	});

	it("leaves what is no WAV to decodeAudio", async () => {
		expect(await open(new TextEncoder().encode("fLaC and so on, a long text"))).toBeNull();
	});
});
