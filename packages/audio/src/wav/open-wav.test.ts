import { describe, expect, it } from "vitest";
import { decodeAudio } from "../decode-audio.ts";
import { encodeWav } from "../encode-wav.ts";
import { makeWav, type WavParts } from "../testing/make-wav.ts";
import { openWav } from "./open-wav.ts";

const open = (file: Uint8Array) =>
	openWav(async (offset, length) => file.slice(offset, offset + length), file.length);

describe("openWav", () => {
	it("gives, piece by piece, what decodeAudio gives at once", async () => {
		const left = Float32Array.from({ length: 1000 }, (_, i) => Math.round(32767 * Math.sin(i)) / 32768);
		const file = encodeWav([left, left.map((x) => -x)], 8000);
		const wav = await open(file);
		expect(wav).toMatchObject({ length: 1000, sampleRate: 8000, duration: 0.125 });
		const whole = await decodeAudio(file);
		const pieces = [await wav?.read(0, 300), await wav?.read(300, 300), await wav?.read(600, 300)];
		for (const [p, piece] of pieces.entries()) {
			for (const c of [0, 1]) {
				expect(piece?.[c]).toEqual(whole.channels[c]?.slice(300 * p, 300 * (p + 1)));
			}
		}
		expect((await wav?.read(900, 300))?.[0]).toEqual(whole.channels[0]?.slice(900));
	});

	it("reads floats, those that are no numbers as 0", async () => {
		const data = new Uint8Array(Float32Array.of(0.5, Number.NaN, -0.25).buffer);
		const wav = await open(makeWav({ tag: 3, bits: 32, data }));
		expect([...((await wav?.read(0, 3))?.[0] ?? [])]).toEqual([0.5, 0, -0.25]);
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
