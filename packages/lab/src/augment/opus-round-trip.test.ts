import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeToMono, encodeWav } from "@undertone/audio";
import { resample } from "@undertone/dsp";
import { afterAll, describe, expect, it } from "vitest";
import { opusRoundTrip } from "./opus-round-trip.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): Promise<Float32Array> =>
	decodeToMono(new Uint8Array(readFileSync(path))).then(({ signal }) => signal);
const speech = await read(join(import.meta.dirname, "../../../audio/fixtures/speech-fixture.wav"));

/** Decibels of signal over difference, at the shift (in samples of 48 kHz, up to four) where they are closest. */
function closeness(original: Float32Array, coded: Float32Array): { db: number; lag: number } {
	const [x, y] = [original, coded].map((signal) => resample(signal, { from: 16_000, to: 48_000 })) as [
		Float32Array,
		Float32Array,
	];
	let best = { db: Number.NEGATIVE_INFINITY, lag: 0 };
	for (let lag = -4; lag <= 4; lag++) {
		let signal = 0;
		let noise = 0;
		for (let i = 10; i < x.length - 10; i++) {
			signal += (x[i] as number) ** 2;
			noise += ((x[i] as number) - (y[i + lag] as number)) ** 2;
		}
		const db = 10 * Math.log10(signal / noise);
		if (db > best.db) best = { db, lag };
	}
	return best;
}

describe("opusRoundTrip", () => {
	it.each([12_000, 24_000, 32_000, 64_000])("keeps speech in time within 0.05 ms at %i bit/s", (bitrate) => {
		const coded = opusRoundTrip(speech, { bitrate });
		expect(coded).toHaveLength(speech.length);
		const { db, lag } = closeness(speech, coded);
		expect(Math.abs(lag)).toBeLessThanOrEqual(2);
		expect(db).toBeGreaterThan(8);
	});

	it("comes closer to the original the more bits it has", () => {
		const rates = [8000, 16_000, 32_000, 96_000].map(
			(bitrate) => closeness(speech, opusRoundTrip(speech, { bitrate })).db,
		);
		expect(rates).toEqual([...rates].sort((a, b) => a - b));
		expect(rates[0]).toBeGreaterThan(3);
		expect(rates[3]).toBeGreaterThan(25);
	});

	it("changes the signal: it is a codec, not a copy", () => {
		expect(closeness(speech, opusRoundTrip(speech, { bitrate: 16_000 })).db).toBeLessThan(25);
	});

	it("gives the same samples every time, however often it is called", () => {
		const part = speech.subarray(4000, 8000);
		const first = opusRoundTrip(part, { bitrate: 24_000 });
		for (let i = 0; i < 20; i++) expect(opusRoundTrip(part, { bitrate: 24_000 })).toEqual(first);
	});

	it("keeps silence silent and the shortest signal short", () => {
		const silence = opusRoundTrip(new Float32Array(1600), { bitrate: 32_000 });
		expect(Math.max(...silence.map(Math.abs))).toBeLessThan(1e-4);
		expect(opusRoundTrip(new Float32Array(1), { bitrate: 32_000 })).toHaveLength(1);
		expect(opusRoundTrip(new Float32Array(0), { bitrate: 32_000 })).toHaveLength(0);
	});

	it("refuses a bit rate that Opus does not have", () => {
		expect(() => opusRoundTrip(speech, { bitrate: 1000 })).toThrow(
			new RangeError("opusRoundTrip: bitrate must be in [6000, 128000] bit/s, got 1000."),
		);
		expect(() => opusRoundTrip(speech, { bitrate: 32_000, complexity: 11 })).toThrow(RangeError);
	});

	const installed = spawnSync("opusenc", ["--version"]).error === undefined;
	it.skipIf(!installed)(
		`is as close to the original as opusenc comes${installed ? "" : " (skipped: opus-tools is not installed)"}`,
		async () => {
			const input = join(folder, "in.wav");
			const output = join(folder, "coded.opus");
			writeFileSync(input, encodeWav(speech, 16_000));
			for (const kilobits of [16, 32]) {
				const settings = ["--bitrate", String(kilobits), "--vbr", "--comp", "10"];
				execFileSync("opusenc", ["--quiet", ...settings, input, output]);
				const theirs = closeness(speech, await read(output));
				const ours = closeness(speech, opusRoundTrip(speech, { bitrate: kilobits * 1000 }));
				// Another version of libopus, and opusenc extrapolates before the beginning: 0.3 dB was seen.
				expect(Math.abs(ours.db - theirs.db)).toBeLessThan(1.5);
				expect(ours.lag).toBe(theirs.lag);
			}
		},
	);
});
