import { describe, expect, it } from "vitest";
import { praatReferences } from "../testing/praat-reference.node.ts";
import { pitchSlope } from "./pitch-slope.ts";
import { trackF0 } from "./track-f0.ts";

const step = 0.01;
const contour = (f0: readonly number[]) => ({
	f0: Float64Array.from(f0),
	strength: new Float64Array(f0.length),
	frames: f0.length,
	start: 0,
	step,
	pitchCeiling: 600,
});

describe("pitchSlope by hand", () => {
	it("an octave in a second is 12 semitones a second, up and down alike", () => {
		const up = Array.from({ length: 101 }, (_, t) => 100 * 2 ** (t / 100));
		expect(pitchSlope(contour(up))).toBeCloseTo(12, 9);
		expect(pitchSlope(contour(up.reverse()))).toBeCloseTo(12, 9);
	});

	it("leaves octave jumps out, and bridges what is unvoiced", () => {
		expect(pitchSlope(contour([100, 200, 100, 50, 100]))).toBeCloseTo(0, 9);
		expect(pitchSlope(contour([100, Number.NaN, 100 * 2 ** (1 / 12)]))).toBeCloseTo(1 / 0.02, 6);
	});

	it("is undefined for fewer than two voiced frames", () => {
		expect(pitchSlope(contour([Number.NaN, 100]))).toBeNaN();
	});
});

describe.each(praatReferences().filter(({ name }) => /vowel|phrases|sine/.test(name)))(
	"trackF0 of $name, beside Praat's pitch",
	({ signal, contour: of }) => {
		it("voices the same in 95 of 100 frames, and lies within 1 % where both do", () => {
			const { f0 } = trackF0(signal, { sampleRate: 16000, step, pitchFloor: 75, pitchCeiling: 600 });
			const expected = of("pitch_ac");
			let same = 0;
			let near = 0;
			let both = 0;
			for (const [time = 0, hertz = 0] of expected) {
				const own = f0[Math.round(time / step - 0.5)] ?? Number.NaN;
				if (Number.isNaN(own) === (hertz === 0)) same++;
				if (hertz === 0 || Number.isNaN(own)) continue;
				both++;
				if (Math.abs(own / hertz - 1) <= 0.01) near++;
			}
			expect(same / expected.length).toBeGreaterThan(0.95);
			expect(near / both).toBeGreaterThan(0.95);
		});
	},
);
