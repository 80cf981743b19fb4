import { getFeatureSet } from "@undertone/speech";
import { measureSet } from "../../lib/measure-features.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { formatValue } from "./format-value.ts";
import { loadPopulation, placeOf, type Usual, usualOf } from "./population.ts";

/** One line of the summary: a number of a set, in plain words. */
interface Line {
	readonly title: string;
	readonly set: "prosody@1" | "temporal@1" | "praat@2";
	readonly feature: string;
	readonly unit: string;
	/** From far below to far above what is usual. */
	readonly words: readonly [string, string, string, string, string];
	readonly explanation: string;
	/** Into the unit shown; by default as it is. */
	readonly convert?: (value: number) => number;
}

const lines: readonly Line[] = [
	{
		title: "Pitch",
		set: "prosody@1",
		feature: "pitch_median",
		unit: "Hz",
		words: ["very low", "low", "middling", "high", "very high"],
		explanation:
			"The median of the voice's fundamental frequency, how high it sounds. Women and men, adults and children differ more in it than moods do.",
		convert: (semitones) => 100 * 2 ** (semitones / 12),
	},
	{
		title: "Range of pitch",
		set: "prosody@1",
		feature: "pitch_range",
		unit: "semitones",
		words: ["very narrow", "narrow", "middling", "wide", "very wide"],
		explanation:
			"From the 10th to the 90th percentile of pitch; twelve semitones are an octave. A flat voice is narrow, a lively one wide.",
	},
	{
		title: "Pace",
		set: "temporal@1",
		feature: "articulationRate",
		unit: "syllables a second",
		words: ["very slow", "slow", "middling", "fast", "very fast"],
		explanation:
			"Syllables, told by peaks of intensity that are voiced, over the time of speech without pauses.",
	},
	{
		title: "Pauses",
		set: "temporal@1",
		feature: "pauseCount",
		unit: "pauses",
		words: ["none", "none", "few", "some", "many"],
		explanation: "Stretches within the speech of at least 0.3 s that lie 25 dB below its loud parts.",
	},
	{
		title: "Range of intensity",
		set: "prosody@1",
		feature: "intensity_range",
		unit: "dB",
		words: ["very even", "even", "middling", "varied", "very varied"],
		explanation:
			"From the 10th to the 90th percentile within the loudest 40 dB. How loud the voice itself was cannot be told: that depends on the microphone.",
	},
	{
		title: "Jitter",
		set: "praat@2",
		feature: "jitter_local",
		unit: "%",
		words: ["very steady", "steady", "middling", "unsteady", "very unsteady"],
		explanation: "How much neighbouring periods of the voice differ in length, as Praat measures it.",
		convert: (ratio) => 100 * ratio,
	},
	{
		title: "Shimmer",
		set: "praat@2",
		feature: "shimmer_local",
		unit: "%",
		words: ["very steady", "steady", "middling", "unsteady", "very unsteady"],
		explanation: "How much neighbouring periods of the voice differ in amplitude, as Praat measures it.",
		convert: (ratio) => 100 * ratio,
	},
	{
		title: "Harmonics to noise",
		set: "praat@2",
		feature: "hnr_ac_mean_dB",
		unit: "dB",
		words: ["very noisy", "noisy", "middling", "clear", "very clear"],
		explanation:
			"How much stronger the voice is than the breath and noise in it. Recording noise lowers it too.",
	},
];

interface Measured {
	readonly line: Line;
	readonly value: number;
	readonly usual: Usual | null;
}

/** The recording in words with numbers, each explained on demand. */
export function Summary({ opened }: { readonly opened: number }) {
	const measured = useAsync(`summary ${opened}`, measureLines);
	return (
		<Await of={measured}>
			{(all) => (
				<dl className="summary">
					{all.map(({ line, value, usual }) => (
						<div key={line.title}>
							<dt>{line.title}</dt>
							<dd>
								<strong>
									{Number.isFinite(value)
										? `${formatValue(shown(line, value))} ${line.unit}`
										: "not measurable"}
								</strong>
								{usual !== null && Number.isFinite(value) && (
									<span className={placeOf(value, usual) === 0 ? "tag" : "tag adapted"}>
										{line.words[placeOf(value, usual) + 2]}
									</span>
								)}
								<details>
									<summary>
										What is it?<span className="visually-hidden"> {line.title}</span>
									</summary>
									<p className="soft small">
										{line.explanation}
										{usual !== null &&
											` Usual here: ${formatValue(shown(line, usual.low))} to ${formatValue(shown(line, usual.high))} ${line.unit}.`}
									</p>
								</details>
							</dd>
						</div>
					))}
				</dl>
			)}
		</Await>
	);
}

function shown({ convert }: Line, value: number): number {
	return convert === undefined ? value : convert(value);
}

async function measureLines(): Promise<Measured[]> {
	const population = await loadPopulation();
	const values = new Map<string, Float32Array>();
	for (const set of new Set(lines.map((line) => line.set))) values.set(set, await measureSet(set));
	return lines.map((line) => {
		const index = getFeatureSet(line.set).features.findIndex(({ name }) => name === line.feature);
		return {
			line,
			value: values.get(line.set)?.[index] ?? Number.NaN,
			usual: usualOf(population, line.set, line.feature),
		};
	});
}
