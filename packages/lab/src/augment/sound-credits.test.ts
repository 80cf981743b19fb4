import { describe, expect, it } from "vitest";
import { soundCreditLines, soundCredits } from "./sound-credits.ts";
import { testSounds } from "./sound-library.ts";

describe("soundCreditLines", () => {
	it("credits the sounds that may be trained with, and none of the tests'", () => {
		const lines = soundCreditLines([[{ kind: "noise", snr: [10, 30] }, { kind: "room" }]]);
		const all = Object.values(soundCredits).flatMap((sounds) => Object.keys(sounds));
		const tests = Object.values(testSounds).flat();
		expect(lines).toHaveLength(all.length - tests.length);
		for (const name of tests) expect(lines.some((line) => line.startsWith(`[${name}]`))).toBe(false);
	});

	it("credits a sound that is named, alone", () => {
		expect(soundCreditLines([[{ kind: "noise", snr: [10, 30], sound: "rain" }]])).toEqual([
			"[rain](https://freesound.org/people/alex36917/sounds/524605/) by alex36917 (CC BY)",
		]);
	});

	it("has nothing to credit without sounds", () => {
		expect(
			soundCreditLines([[{ kind: "opus", bitrate: 24_000 }], [{ kind: "babble", snr: [0, 10] }]]),
		).toEqual([]);
	});
});
