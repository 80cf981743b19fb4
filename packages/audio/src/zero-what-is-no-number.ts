import type { AudioWarning } from "./audio-clip.ts";
import { damaged } from "./refuse.ts";

/** Sets samples that are NaN or infinite to 0, in place; how many there were. */
export function zeroWhatIsNoNumber(samples: Float32Array): number {
	let wrong = 0;
	for (let i = 0; i < samples.length; i++) {
		if (Number.isFinite(samples[i])) continue;
		samples[i] = 0;
		wrong++;
	}
	return wrong;
}

/**
 * What is said of a file of which `wrong` of `all` samples were no numbers.
 *
 * @throws {UndertoneError} `audio-damaged`, if not one was.
 */
export function notFinite(name: string, wrong: number, all: number): AudioWarning[] {
	if (wrong === 0) return [];
	if (wrong === all) throw damaged(name, "none of its samples is a number");
	const message = `${wrong} of ${all} samples of ${name} are not numbers (NaN or infinite): they were set to 0.`;
	return [{ code: "not-finite", message }];
}
