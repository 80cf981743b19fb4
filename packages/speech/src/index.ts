export { type FormantOptions, type Formants, formants } from "./formants/formants.ts";
export type { FrameFeature } from "./frames/frame-feature.ts";
export { columnMeans } from "./functionals/column-means.ts";
export {
	type ContourFunctional,
	contourFunctionals,
	contourFunctionalTexts,
	type FramesOver,
} from "./functionals/contour-functionals.ts";
export { functionalNames, functionals } from "./functionals/functionals.ts";
export { glottalContourNames, glottalContours } from "./glottal/glottal-contours.ts";
export { type GlottalParameters, glottalParameters } from "./glottal/glottal-parameters.ts";
export { type GlottalFlow, type InverseFilterOptions, inverseFilter } from "./glottal/inverse-filter.ts";
export { maximaDispersion, peakSlope } from "./glottal/wavelet-maxima.ts";
export { type Intensity, type IntensityOptions, intensity } from "./intensity/intensity.ts";
export type { YinOptions } from "./librosa-pitch/difference-function.ts";
export { type PyinTrack, pyin } from "./librosa-pitch/pyin.ts";
export { yin } from "./librosa-pitch/yin.ts";
export { type Pitch, type PitchOptions, pitch } from "./pitch/pitch.ts";
export { pitchAt } from "./pitch/pitch-at.ts";
export { pitchSlope } from "./pitch/pitch-slope.ts";
export { type F0Track, type TrackF0Options, trackF0 } from "./pitch/track-f0.ts";
export type { FeatureDescription, FeatureSet } from "./sets/feature-set.ts";
export { featureSets, getFeatureSet } from "./sets/registry.ts";
export type { SignalPieces } from "./sets/signal-pieces.ts";
export { chroma } from "./spectral/chroma.ts";
export { classic180 } from "./spectral/classic180.ts";
export { deltas } from "./spectral/deltas.ts";
export { meanLogSpectrum } from "./spectral/mean-log-spectrum.ts";
export { melSpectrogram } from "./spectral/mel-spectrogram.ts";
export { type MfccOptions, mfcc } from "./spectral/mfcc.ts";
export { modulationSpectrum } from "./spectral/modulation-spectrum.ts";
export { normalizeCepstra } from "./spectral/normalize-cepstra.ts";
export { type FrameOptions, rms } from "./spectral/rms.ts";
export { spectralContrast } from "./spectral/spectral-contrast.ts";
export { type SpectralMoments, spectralMoments } from "./spectral/spectral-moments.ts";
export type { SpectralOptions } from "./spectral/spectral-options.ts";
export { spectralShape, spectralShapeNames } from "./spectral/spectral-shape.ts";
export { tonnetz } from "./spectral/tonnetz.ts";
export { estimateTuning } from "./spectral/tuning.ts";
export { zeroCrossingRate } from "./spectral/zero-crossing-rate.ts";
export {
	createFeatureStream,
	type FeatureStreamOptions,
	notStreaming,
	type StreamFeature,
	streamFeatures,
} from "./streaming/create-feature-stream.ts";
export {
	createFormantStream,
	type FormantRows,
	type FormantStream,
	type FormantStreamOptions,
} from "./streaming/create-formant-stream.ts";
export { createFrameStream, type FrameStream } from "./streaming/create-frame-stream.ts";
export {
	createHarmonicityStream,
	type HarmonicityStream,
	type HarmonicityStreamOptions,
} from "./streaming/create-harmonicity-stream.ts";
export { createLogMelStream } from "./streaming/create-log-mel-stream.ts";
export {
	createPitchStream,
	type PitchStream,
	type PitchStreamOptions,
} from "./streaming/create-pitch-stream.ts";
export { npvi } from "./temporal/npvi.ts";
export { pauses, type Stretch } from "./temporal/pauses.ts";
export { type SyllableOptions, syllableNuclei } from "./temporal/syllable-nuclei.ts";
export { type CepstralPeakOptions, cepstralPeakProminence } from "./voice/cepstral-peak-prominence.ts";
export { glottalPulses } from "./voice/glottal-pulses.ts";
export { harmonicLevelNames, harmonicLevels } from "./voice/harmonic-levels.ts";
export { type Harmonicity, type HarmonicityOptions, harmonicity } from "./voice/harmonicity.ts";
export { type Jitter, jitter } from "./voice/jitter.ts";
export { type PeriodLimits, periodLimits } from "./voice/periods.ts";
export { type Shimmer, shimmer } from "./voice/shimmer.ts";
export { shortSpectra, shortSpectraNames } from "./voice/short-spectra.ts";
