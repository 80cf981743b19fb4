/** What of a set changes when a recording does: a pattern of names and the words of the page; null for nothing. */
type Changes = readonly [names: RegExp, words: string] | null;

/** How a set answers to half the amplitude, to the signal upside down, and to an offset of 0.02 added to every sample. */
export interface SetLaws {
	readonly gain: Changes;
	readonly polarity: Changes;
	readonly offset: Changes;
}

const crossings: Changes = [/zero/i, "zero crossings: a sample of exactly 0 counts as positive"];
const spectra: Changes = [/./, "every number on the lowest bands, and so nearly all"];
const levels: Changes = [/^intensity_/, "levels (and not their deviation or slopes)"];
const unchanged = { gain: null, polarity: null } as const;
const praatOffset: Changes = [
	/^(pp_n|n_periods|mean_period|jitter|shimmer|[fb]\d)/,
	"pulses, jitter and shimmer (correlations of periods as they are) and formants; pitch, harmonicity and intensity take their own mean off",
];
const undertoneOffset: Changes = [
	/^(?!f0_|harmonicity)/,
	"level and timbre by the lowest bands, and what hangs on which frames are loud; pitch takes its own mean off",
];
const praat: SetLaws = {
	gain: [/^int_(?!sd)/, "levels by 20 log10 of the gain"],
	polarity: null,
	offset: praatOffset,
};
const undertone: SetLaws = { ...unchanged, offset: undertoneOffset };

/** By id; measured by `sets/laws.test.ts`. */
export const setLaws: Readonly<Record<string, SetLaws>> = {
	"s1-mfcc40@1": { gain: [/^mfcc0_/, "MFCC 0"], polarity: null, offset: spectra },
	"classic180@1": { gain: [/^(mfcc0|mel\d+)_/, "MFCC 0 and mel power"], polarity: null, offset: spectra },
	"spectral@1": { gain: null, polarity: crossings, offset: spectra },
	"spectral@2": { gain: [/^logSpectrum/, "the mean log-spectrum"], polarity: crossings, offset: spectra },
	"spectral-frames@1": { gain: null, polarity: crossings, offset: spectra },
	"undertone@1": undertone,
	"undertone@2": undertone,
	"steady@1": undertone,
	"personal@1": { gain: levels, polarity: null, offset: undertoneOffset },
	"logmel@1": { gain: [/./, "every level"], polarity: null, offset: spectra },
	"cepstra@1": { ...unchanged, offset: spectra },
	"cepstra@2": { gain: [/^mfcc0$/, "MFCC 0"], polarity: null, offset: spectra },
	"mfcc-chroma@1": { gain: [/^mfcc0$/, "MFCC 0"], polarity: null, offset: spectra },
	"librosa@1": { gain: [/^(mfcc40_0|rms)$/, "MFCC 0 and RMS"], polarity: crossings, offset: spectra },
	"librosa@2": {
		gain: [/^(mfcc40_0$|rms|mel128)/, "MFCC 0, RMS and mel power"],
		polarity: crossings,
		offset: spectra,
	},
	"librosa-means@1": {
		gain: [/_(0|5[2-9]|[6-9]\d|1\d\d)$/, "MFCC 0 and mel power"],
		polarity: null,
		offset: spectra,
	},
	"praat@1": praat,
	"praat@2": praat,
	"praat-frames@1": {
		gain: [/^intensity_dB$/, "intensity"],
		polarity: null,
		offset: [/^[fb]\d$/, "formants and bandwidths"],
	},
	"praat-pulses@1": {
		...unchanged,
		offset: [/./, "which pulses are found at the edges of voiced stretches"],
	},
	"gemaps88@1": {
		gain: [/^(loudness_(?!variation)|equivalentSoundLevel)/, "loudness (by the power 0.66) and level"],
		polarity: null,
		offset: [
			/^(?!f0_|hnr_|voicedStretch|unvoicedStretch)/,
			"formants, loudness and all that is read from a spectrum; pitch and HNR take their own mean off",
		],
	},
	"gemaps88-frames@1": {
		gain: [/^loudness$/, "loudness, by the power 0.66"],
		polarity: null,
		offset: [/^(?!f0$|hnr$)/, "all but pitch and HNR"],
	},
	"prosody@1": { gain: levels, polarity: null, offset: null },
	"temporal@1": { gain: null, polarity: null, offset: null },
	"voice@1": {
		...unchanged,
		offset: [
			/^(jitter|shimmer|cpp|h1|f\d|glottal|naq|qoq|oq|closing|hrf|peakSlope|mdq)/,
			"all but harmonicity, which takes its own mean off",
		],
	},
};
