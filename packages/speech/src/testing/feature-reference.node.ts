import { readFileSync } from "node:fs";
import { join } from "node:path";
import { contourFunctionalTexts } from "../functionals/contour-functionals.ts";
import type { FeatureDescription, FeatureSet } from "../sets/feature-set.ts";
import { featureSets } from "../sets/registry.ts";
import { notStreaming, streamFeatures } from "../streaming/create-feature-stream.ts";
import { setLaws } from "./set-laws.ts";

/** A function of the package: name, unit, range, definition, whom it follows, row of an agreement table, benchmark. */
type Entry = readonly [
	name: string,
	unit: string,
	range: string,
	definition: string,
	follows: string,
	agreement: string,
	cost: string,
];

const entries: readonly Entry[] = [
	[
		"powerSpectrogram",
		"power",
		"≥ 0",
		"squared magnitudes of the short-time Fourier transform (STFT); of `@undertone/dsp`",
		"librosa.stft, squared",
		"",
		"",
	],
	[
		"melSpectrogram",
		"power",
		"≥ 0",
		"power in mel bands",
		"librosa.feature.melspectrogram",
		"mel128_power",
		"128 mel bands",
	],
	[
		"mfcc",
		"1",
		"any",
		"orthonormal DCT-II of the log mel spectrum",
		"librosa.feature.mfcc",
		"mfcc40",
		"40 MFCC",
	],
	["deltas", "1 per frame", "any", "Savitzky–Golay slope, order 1 or 2", "librosa.feature.delta", "", ""],
	[
		"normalizeCepstra",
		"1",
		"any",
		"mean 0 and deviation 1 of each coefficient (CMVN)",
		"its definition",
		"",
		"",
	],
	[
		"chroma",
		"1",
		"[0, 1]",
		"twelve pitch classes, largest 1",
		"librosa.feature.chroma_stft",
		"chroma_stft",
		"chroma with tuning",
	],
	[
		"estimateTuning",
		"semitones",
		"[−0.5, 0.5)",
		"deviation from A = 440 Hz",
		"librosa.estimate_tuning",
		"chroma_stft_tuning",
		"",
	],
	[
		"tonnetz",
		"1",
		"[−1, 1]",
		"six tonal centroids of chroma",
		"librosa.feature.tonnetz, on chroma_stft",
		"",
		"",
	],
	[
		"spectralMoments: centroid",
		"Hz",
		"0–sampleRate / 2",
		"mean frequency, weighted by magnitude",
		"librosa",
		"spectral_centroid",
		"centroid, bandwidth, roll-off, flatness",
	],
	[
		"spectralMoments: bandwidth",
		"Hz",
		"≥ 0",
		"deviation around the centroid",
		"librosa",
		"spectral_bandwidth",
		"",
	],
	[
		"spectralMoments: rolloff",
		"Hz",
		"0–sampleRate / 2",
		"below it lies 85 % of the magnitude",
		"librosa",
		"spectral_rolloff85",
		"",
	],
	[
		"spectralMoments: flatness",
		"1",
		"(0, 1]",
		"geometric over arithmetic mean of the power",
		"librosa",
		"spectral_flatness",
		"",
	],
	[
		"spectralContrast",
		"dB",
		"≥ 0",
		"peaks over valleys in octave bands",
		"librosa.feature.spectral_contrast",
		"spectral_contrast",
		"contrast",
	],
	["rms", "1", "≥ 0", "root mean square of frames", "librosa.feature.rms", "rms", ""],
	[
		"zeroCrossingRate",
		"1",
		"[0, 1]",
		"share of neighbouring samples of unlike sign",
		"librosa.feature.zero_crossing_rate",
		"zero_crossing_rate",
		"",
	],
	[
		"spectralShape",
		"Hz, dB, dB/kHz, 1",
		"any",
		"nine descriptors of a spectrum's shape, free of its level",
		"Eyben et al. 2016; ours where it is silent",
		"",
		"",
	],
	[
		"shortSpectra",
		"1, dB, dB/kHz",
		"any",
		"loudness, alpha ratio, Hammarberg index, slopes, flux, MFCC 1–4 of 20 ms frames",
		"Eyben et al. 2016",
		"",
		"",
	],
	[
		"modulationSpectrum",
		"that of the levels (dB)",
		"≥ 0",
		"amplitude at which each band's level swings, by octaves of 0.5–32 Hz",
		"Wu, Falk & Chan 2011",
		"",
		"",
	],
	["meanLogSpectrum", "dB", "≥ −100", "mean log-spectrum by bands", "Albornoz et al. 2011", "", ""],
	[
		"yin",
		"Hz",
		"fMin–fMax",
		"first trough of the difference function",
		"librosa.yin (de Cheveigné & Kawahara 2002)",
		"yin_f0",
		"YIN",
	],
	[
		"pyin",
		"Hz",
		"fMin–fMax, NaN unvoiced",
		"probabilistic YIN",
		"librosa.pyin (Mauch & Dixon 2014)",
		"pyin_f0",
		"pYIN",
	],
	[
		"pitch",
		"Hz",
		"floor–ceiling, NaN unvoiced",
		"autocorrelation and a path through candidates",
		"Praat (Boersma 1993)",
		"F0",
		"",
	],
	[
		"trackF0",
		"Hz",
		"floor–ceiling, NaN unvoiced",
		"as pitch, made for speed",
		"Boersma 1993; not Praat's numbers",
		"",
		"",
	],
	[
		"intensity",
		"dB",
		"−300 (silence) upwards",
		"squared samples under a Kaiser window, re 2·10⁻⁵",
		"Praat",
		"intensity",
		"",
	],
	[
		"harmonicity",
		"dB",
		"any, NaN silent",
		"harmonics over noise, by cross-correlation or autocorrelation",
		"Praat (Boersma 1993)",
		"HNR",
		"",
	],
	["glottalPulses", "s", "within the signal", "a pulse a period", "Praat, PointProcess (cc)", "pulses", ""],
	["jitter", "1, s", "≥ 0", "local, absolute, rap, ppq5, ddp", "Praat", "jitter", ""],
	["shimmer", "1, dB", "≥ 0", "local, dB, apq3, apq5, apq11, dda", "Praat", "shimmer", ""],
	["formants", "Hz", "50–ceiling − 50", "frequencies and bandwidths 1–5, Burg", "Praat", "formants", ""],
	[
		"cepstralPeakProminence",
		"dB",
		"≥ 0",
		"cepstrum's peak over its trend line",
		"Hillenbrand et al. 1994",
		"",
		"",
	],
	["harmonicLevels", "dB", "any", "levels at formants, H1–H2, H1–A3", "Eyben et al. 2016", "", ""],
	[
		"glottalContours",
		"1, dB",
		"any",
		"NAQ, QOQ, open and closing quotient, H1–H2, HRF, peak slope, MDQ",
		"Alku 1992, 2002; Kane & Gobl 2011, 2013",
		"",
		"",
	],
	["pauses", "s", "≥ 0", "stretches of silence and sound", "de Jong & Wempe 2009", "", ""],
	[
		"syllableNuclei",
		"s",
		"within the signal",
		"voiced peaks of intensity set apart by dips",
		"de Jong & Wempe 2009",
		"",
		"",
	],
	["npvi", "1", "[0, 200)", "variability of neighbouring durations", "Grabe & Low 2002", "", ""],
];

/** One figure of the benchmark. */
interface Cost {
	readonly name: string;
	readonly quietClips?: number;
}

/**
 * The reference page of all features, as docs/features/reference.md holds it.
 *
 * @param root - Of the repository, whose docs/features and bench hold the figures.
 */
export function featureReference(root: string): string {
	const { results } = JSON.parse(readFileSync(join(root, "bench/features.json"), "utf8")) as {
		readonly results: readonly Cost[];
	};
	const cost = (name: string): string => {
		const found = results.find((result) => result.name === name)?.quietClips;
		return found === undefined ? "–" : `${found.toLocaleString("en")} ×`;
	};
	const agreement = agreements(root);
	const functions = entries.map(([name, unit, range, definition, follows, key, bench]) =>
		row([`\`${name}\``, unit, range, definition, follows, agreement.get(key) ?? "–", cost(bench)]),
	);
	return `${[
		"# Every feature",
		"Made by `npm run bench -- feature-reference`; do not edit. Cost is seconds of audio per processor second on one core (`npm run bench -- features`). Agreement is the share of values on clips of real speech inside the tolerance of [agreement.md](agreement.md) (librosa) and [agreement-praat.md](agreement-praat.md) (Praat); without a figure the tests compare with a second computation, a signal of known parameters, or a law. Under each set stands what a change of gain, of polarity and an offset (0.02 of full scale) change in it, as `sets/laws.test.ts` measures. [use.md](use.md) says what resampling and long files do. NaN stands where a quantity is not defined.",
		"## Functions",
		table(["function", "unit", "range", "definition", "follows", "agreement", "cost"], functions),
		"## Functionals",
		"`contourFunctionals` takes them by name, over voiced, unvoiced or all frames.",
		table(
			["name", "what it gives"],
			Object.entries(contourFunctionalTexts).map(([name, text]) => row([`\`${name}\``, text])),
		),
		"## Streams",
		`\`createFeatureStream\` gives, chunk by chunk, what the whole signal gives: ${streamFeatures.map((name) => `\`${name}\``).join(", ")}. \`createPitchStream\` gives pitch within a fixed delay, \`createHarmonicityStream\` the harmonics-to-noise ratio and \`createFormantStream\` formants, frame by frame. What does not stream, or not as of the whole:`,
		table(
			["feature", "why"],
			Object.entries(notStreaming).map(([name, why]) => row([name, why])),
		),
		"## Sets",
		...featureSets().flatMap((set) => section(set, cost(`set ${set.id}`))),
	].join("\n\n")}\n`;
}

/** The page's part on a set; what it shares with the version before is named, not repeated. */
function section(set: FeatureSet, cost: string): string[] {
	const before = featureSets().find((other) => other.name === set.name && other.version === set.version - 1);
	const inherited = new Set(before?.features.map(({ name }) => name));
	const own = set.features.filter(({ name }) => !inherited.has(name));
	const frames =
		set.kind === "functionals"
			? "one row a clip"
			: set.hopLength === null
				? "one row a pulse"
				: `one row every ${set.hopLength} samples`;
	const rest = before === undefined ? "" : `, those of ${before.id} among them`;
	return [
		`### ${set.id}`,
		`${set.features.length} numbers${rest}, ${frames}, at ${set.sampleRate.toLocaleString("en")} Hz; ${cost === "–" ? "cost not measured" : `${cost} real time`}.`,
		lawsOf(set.id),
		table(["name", "unit", "range", "source", "description"], runs(own).map(describe)),
	];
}

/** What the test of laws found and holds. */
function lawsOf(id: string): string {
	const laws = setLaws[id];
	const words = (law: "gain" | "polarity" | "offset"): string => laws?.[law]?.[1] ?? "nothing";
	return `Half the amplitude changes ${words("gain")}; the signal upside down, ${words("polarity")}; an offset, ${words("offset")}.`;
}

/** Features that differ in a number only, one after another. */
function runs(features: readonly FeatureDescription[]): FeatureDescription[][] {
	const pattern = ({ name, description, unit }: FeatureDescription): string =>
		[name, description, unit].join("|").replaceAll(/\d+/g, "#");
	const found: FeatureDescription[][] = [];
	for (const feature of features) {
		const last = found.at(-1);
		if (last?.[0] !== undefined && pattern(last[0]) === pattern(feature)) last.push(feature);
		else found.push([feature]);
	}
	return found;
}

function describe(run: readonly FeatureDescription[]): string {
	const first = run[0] as FeatureDescription;
	const last = run.at(-1) as FeatureDescription;
	const name =
		run.length === 1 ? `\`${first.name}\`` : `\`${first.name}\` … \`${last.name}\` (${run.length})`;
	return row([name, first.unit, rangeOf(first), first.source, first.description]);
}

const shares = /share|chroma|flatness_mean|zero|voiced_prob|definedShare/i;
const positive =
	/deviation|_sd|variation|_change|range|flux|jitter|shimmer|loudness_(mean|percentile)|mel\d|bandwidth|naq|quotient|^oq|qoq|mdq|npvi|cpp_(mean|median)|rms/i;

/** What values a number can take, as far as its unit and its name tell. */
function rangeOf({ name, unit }: FeatureDescription): string {
	if (/slope|skewness|EndAgainst|endAgainst/i.test(name)) return "any";
	if (shares.test(name) && unit === "1") return "[0, 1]";
	if (positive.test(name) || ["s", "1/s", "power", "frames", "pulses", "periods"].includes(unit))
		return "≥ 0";
	if (unit === "Hz") return "0–half the rate";
	return "any";
}

/** Per feature the share of values on real speech inside the tolerance. */
function agreements(root: string): Map<string, string> {
	const found = new Map<string, string>();
	const librosa = readFileSync(join(root, "docs/features/agreement.md"), "utf8");
	const onSpeech = librosa.split(/^## /m).find((part) => /^librosa, .*clips/.test(part)) ?? "";
	for (const [, name = "", , share = ""] of onSpeech.matchAll(/^\| (\w+) \| ([\d,]+) \| ([\d.]+ %) \|/gm)) {
		found.set(name, share);
	}
	const praat = readFileSync(join(root, "docs/features/agreement-praat.md"), "utf8");
	const clips = praat.split(/^## /m).find((part) => part.startsWith("Clips of corpora")) ?? "";
	const cells = (line: string | undefined): string[] =>
		(line ?? "")
			.split("|")
			.slice(2, -1)
			.map((cell) => cell.trim());
	const names = cells(/^\| clip .*$/m.exec(clips)?.[0]);
	for (const [i, share] of cells(/^\| all .*$/m.exec(clips)?.[0]).entries()) found.set(names[i] ?? "", share);
	return found;
}

function row(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function table(head: readonly string[], rows: readonly string[]): string {
	return [row(head), `|${head.map(() => "---|").join("")}`, ...rows].join("\n");
}
