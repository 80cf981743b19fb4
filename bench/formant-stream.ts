/**
 * How near the stream of formants comes to the formants of the whole signal, on the voiced frames of the 20 reference
 * clips: `npm run bench -- formant-stream` prints the share of values of F1–F3 within 1 % and the
 * median deviation, and, for comparison, that
 * of the whole signal with two seconds of silence around it. Needs the corpora in ../shared.
 */
import { join } from "node:path";
import { createFormantStream, formants, pitch, pitchAt } from "@undertone/speech";
import { storedPraatValues } from "./praat-values.ts";

const sampleRate = 16000;
/** A window by which, in a whole number of steps, frames of the whole are centred on multiples of the step. */
const options = { sampleRate, windowDuration: 0.0275 };
const padding = 2 * sampleRate;
const hopLength = 160;
const shared = join(import.meta.dirname, "../../shared");

/** Relative deviations from the whole signal's values. */
const deviations: Record<"stream" | "padded", number[]> = { stream: [], padded: [] };

const clips = (await storedPraatValues(join(shared, "reference"), join(shared, "data"))).filter(({ name }) =>
	/^(emodb|ravdess)_/.test(name),
);
for (const { signal } of clips) {
	const clip = signal.subarray(0, Math.floor(signal.length / hopLength) * hopLength);
	const track = pitch(clip, { sampleRate });
	const whole = formants(clip, options);
	const stream = createFormantStream(options);
	const streamed = [...stream.push(clip).frequencies, ...stream.finish().frequencies];
	const longer = new Float32Array(clip.length + 2 * padding);
	longer.set(clip, padding);
	const padded = formants(longer, options);
	const first = Math.round(whole.start / whole.step);
	const later = Math.round((whole.start + padding / sampleRate - padded.start) / whole.step);
	for (let t = 0; t < whole.frames; t++) {
		if (Number.isNaN(pitchAt(track, whole.start + t * whole.step))) continue;
		for (let f = 0; f < 3; f++) {
			const own = whole.frequencies[t * whole.count + f] as number;
			const others = {
				stream: streamed[(first + t) * whole.count + f] as number,
				padded: padded.frequencies[(later + t) * whole.count + f] as number,
			};
			for (const name of ["stream", "padded"] as const) {
				// NaN, where only one has the formant, is not near.
				if (!(Number.isNaN(own) && Number.isNaN(others[name]))) {
					deviations[name].push(Math.abs(others[name] / own - 1));
				}
			}
		}
	}
}
console.log(`F1–F3 of voiced frames of ${clips.length} clips against the whole clip's:`);
for (const [name, values] of Object.entries(deviations)) {
	const near = values.filter((value) => value < 0.01).length / values.length;
	const median = values.sort((a, b) => a - b)[values.length >> 1] as number;
	console.log(
		`${name}: within 1 % ${(100 * near).toFixed(1)} %, median deviation ${(100 * median).toFixed(3)} %`,
	);
}
