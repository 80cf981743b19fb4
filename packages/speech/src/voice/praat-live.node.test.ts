import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { pitch } from "../pitch/pitch.ts";
import { readPcm16 } from "../testing/reference.node.ts";
import { glottalPulses } from "./glottal-pulses.ts";

const hasPraat = spawnSync("praat", ["--version"]).status === 0;
const scripts = join(import.meta.dirname, "../../../../reference/make");

/** A voice whose pitch and level wander, with noise: a 16-bit WAV. */
function wav(seed: number): Uint8Array {
	const random = createRandom(seed);
	const n = 24000;
	const bytes = new Uint8Array(44 + 2 * n);
	const view = new DataView(bytes.buffer);
	const text = (at: number, word: string): void => {
		for (let i = 0; i < 4; i++) bytes[at + i] = word.charCodeAt(i);
	};
	text(0, "RIFF");
	view.setUint32(4, 36 + 2 * n, true);
	text(8, "WAVE");
	text(12, "fmt ");
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, 16000, true);
	view.setUint32(28, 32000, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	text(36, "data");
	view.setUint32(40, 2 * n, true);
	let phase = 0;
	for (let i = 0; i < n; i++) {
		const t = i / 16000;
		phase += (2 * Math.PI * (160 + 50 * Math.sin(4 * t + seed))) / 16000;
		let x = 0;
		for (let h = 1; h < 20; h++) x += Math.cos(h * phase) / h;
		const level = Math.max(0, Math.sin(5 * t)) ** 2;
		view.setInt16(44 + 2 * i, Math.round(6000 * level * x + 60 * random.normal()), true);
	}
	return bytes;
}

describe.skipIf(!hasPraat)("praat, run here (skipped where it is not installed)", () => {
	it.each([1, 2, 3])("signal %i: the same pitch and pulses", (seed) => {
		const folder = mkdtempSync(join(tmpdir(), "undertone-praat-"));
		try {
			const file = join(folder, "x.wav");
			const bytes = wav(seed);
			writeFileSync(file, bytes);
			execFileSync("praat", ["--run", join(scripts, "praat_contours.praat"), file, join(folder, "x")]);
			const rows = (kind: string): number[][] =>
				readFileSync(join(folder, `x_${kind}.csv`), "utf8")
					.trim()
					.split("\n")
					.slice(1)
					.map((line) => line.split(",").map(Number));
			const signal = readPcm16(bytes);
			const track = pitch(signal, { sampleRate: 16000 });
			const expected = rows("pitch_ac").map(([, f0 = 0]) => (f0 === 0 ? Number.NaN : f0));
			expect(track.f0.map((f) => f || 0)).toBeCloseToArray(
				expected.map((f) => f || 0),
				{ rtol: 1e-3, atol: 0 },
			);
			const pulses = rows("pulses").map(([time = 0]) => time);
			expect(glottalPulses(signal, track, 16000)).toBeCloseToArray(pulses, { rtol: 0, atol: 1e-4 });
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
