import { describe, expect, it } from "vitest";
import { testSounds } from "../augment/sound-library.ts";
import { conditions } from "./conditions.ts";

describe("conditions", () => {
	it("begin with the clip as recorded, and use no sound that may be trained with", () => {
		const [first, ...others] = conditions();
		expect(first).toEqual({ name: "as recorded", kind: "clean", variant: [] });
		const sounds = others.flatMap(({ variant }) =>
			variant.flatMap((step) => ("sound" in step ? [step.sound] : [])),
		);
		const kept = [...testSounds.ambient, ...testSounds["room-responses"]];
		expect(new Set(sounds)).toEqual(new Set(kept));
	});

	it("can be asked for by kind and by the words their names begin with", () => {
		const names = conditions(["noise coffee-shop", "noise train 10 dB", "duration"]).map(({ name }) => name);
		expect(names).toEqual([
			"as recorded",
			"noise coffee-shop 20 dB",
			"noise coffee-shop 10 dB",
			"noise coffee-shop 5 dB",
			"noise coffee-shop 0 dB",
			"noise train 10 dB",
			"0.5 s of speech",
			"1 s of speech",
			"2 s of speech",
			"3 s of speech",
		]);
	});

	it("says what can be asked for", () => {
		expect(() => conditions(["noise birds"])).toThrow(
			/must be noise, room or duration, or one of noise coffee-shop 20 dB, .*; got "noise birds"\./,
		);
	});
});
