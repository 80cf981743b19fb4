import { UndertoneError } from "@undertone/core";
import { testSounds } from "../augment/sound-library.ts";
import type { Variant } from "../augment/variant.ts";

/** A way of recording that a model was not trained on. */
export interface Condition {
	/** `noise coffee-shop 10 dB`, `room StAndrewsChurch`, `1 s of speech`, `as recorded`. */
	readonly name: string;
	readonly kind: "clean" | "noise" | "room" | "duration";
	readonly variant: Variant;
}

const ratios = [20, 10, 5, 0];
const durations = [0.5, 1, 2, 3];

/**
 * The conditions of the robustness tests: noises and rooms that no recipe may train with, and excerpts; the clip as
 * recorded first.
 *
 * @param asked - Kinds (`noise`, `room`, `duration`) or how names begin (`noise coffee-shop`, `room StAndrewsChurch`).
 * @throws {UndertoneError} `usage` if one of them is no condition.
 */
export function conditions(asked: readonly string[] = ["noise", "room", "duration"]): Condition[] {
	const all: Condition[] = [
		...testSounds.ambient.flatMap((sound) =>
			ratios.map(
				(snr): Condition => ({
					name: `noise ${sound} ${snr} dB`,
					kind: "noise",
					variant: [{ kind: "noise", snr: [snr, snr], sound }],
				}),
			),
		),
		...testSounds["room-responses"].map(
			(sound): Condition => ({ name: `room ${sound}`, kind: "room", variant: [{ kind: "room", sound }] }),
		),
		...durations.map(
			(seconds): Condition => ({
				name: `${seconds} s of speech`,
				kind: "duration",
				variant: [{ kind: "excerpt", seconds }],
			}),
		),
	];
	const isAsked =
		({ kind, name }: Condition) =>
		(one: string): boolean =>
			one === kind || name === one || name.startsWith(`${one} `);
	const unknown = asked.find((one) => !all.some((condition) => isAsked(condition)(one)));
	if (unknown !== undefined) {
		throw new UndertoneError(
			"usage",
			`A condition must be noise, room or duration, or one of ${all.map(({ name }) => name).join(", ")}; got "${unknown}".`,
		);
	}
	const clean: Condition = { name: "as recorded", kind: "clean", variant: [] };
	return [clean, ...all.filter((condition) => asked.some(isAsked(condition)))];
}
