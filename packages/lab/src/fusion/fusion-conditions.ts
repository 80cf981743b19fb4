import type { Variant } from "../augment/variant.ts";
import type { PictureFault } from "./degrade-picture.ts";

/** What is done to the two inputs of a test. */
export interface FusionCondition {
	readonly name: string;
	/** How the clip is changed; null where nobody is heard. */
	readonly voice: Variant | null;
	/** What is wrong with the picture; null where nobody is seen. */
	readonly face: PictureFault | null;
}

const asItIs: Variant = [];
const noise = (snr: number): Variant => [{ kind: "noise", snr: [snr, snr], sound: "coffee-shop" }];
const good: PictureFault = { kind: "none" };

/** Both inputs as they are. */
export const bothGood: FusionCondition = { name: "both good", voice: asItIs, face: good };

/** Voices in noises kept for training, at 0 to 30 dB: from these fusion learns when a voice is of no use. */
export const taughtNoise: FusionCondition = {
	name: "voice in training noises",
	voice: [{ kind: "noise", snr: [0, 30] }],
	face: good,
};

/** Faces as they are to quite blurred: from these fusion learns when a face is of no use. */
export const taughtBlur: FusionCondition = {
	name: "faces of all sharpness",
	voice: asItIs,
	face: { kind: "blurred", sigma: [0.1, 2.5] },
};

/** The conditions of the test: one input is made worse step by step, or is missing. */
export const fusionConditions: readonly FusionCondition[] = [
	bothGood,
	...[20, 10, 5, 0].map((snr) => ({ name: `coffee-shop ${snr} dB`, voice: noise(snr), face: good })),
	{ name: "voice missing", voice: null, face: good },
	...[1, 1.5, 2.5].map(
		(sigma): FusionCondition => ({
			name: `blurred by ${sigma} pixels`,
			voice: asItIs,
			face: { kind: "blurred", sigma },
		}),
	),
	...[8, 30].map(
		(by): FusionCondition => ({ name: `${by} times as dark`, voice: asItIs, face: { kind: "dark", by } }),
	),
	{ name: "face missing", voice: asItIs, face: null },
	{ name: "coffee-shop 5 dB, blurred by 2.5", voice: noise(5), face: { kind: "blurred", sigma: 2.5 } },
];
