import { describe, expect, it } from "vitest";
import { framesOf, librosaReferences } from "../testing/reference.node.ts";
import { mfcc } from "./mfcc.ts";

describe.each([16000, 22050] as const)("mfcc at %i Hz", (rate) => {
	it.each(librosaReferences(rate))("equals librosa's for $name", ({ signal, sampleRate, features }) => {
		const expected = framesOf(features.mfcc40);
		const actual = mfcc(signal, { sampleRate, nMfcc: 40 });
		expect(actual.rows).toBe(expected.length);
		// librosa computes in single precision: its floor is 7e-5.
		expect(actual.data).toBeCloseToArray(expected.flat(), { rtol: 1e-4, atol: 1e-3 });
	});
});
