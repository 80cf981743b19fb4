export { type Autocorrelator, createAutocorrelator } from "./autocorrelator.ts";
export { besselI0 } from "./bessel-i0.ts";
export { applyBiquads, type Biquad, designBiquad } from "./biquad.ts";
export { type Burg, createBurg, createPairedBurg, type PairedBurg } from "./burg.ts";
export { createResampler, type Resampler } from "./create-resampler.ts";
export { createCrossCorrelator } from "./cross-correlator.ts";
export { dct, dctPlan } from "./dct.ts";
export { createRealFft, fastLength, type RealFft } from "./fft.ts";
export { applyFilterbank, type Filterbank, packFilterbank } from "./filterbank.ts";
export { createFrameAutocorrelator, type FrameAutocorrelator } from "./frame-autocorrelator.ts";
export { greatestCommonDivisor } from "./greatest-common-divisor.ts";
export { hann } from "./hann.ts";
export { createInterpolator, type Interpolator } from "./interpolator.ts";
export { createSpectralKernel, type SpectralKernel } from "./kernel/spectral-kernel.ts";
export { linearPrediction } from "./linear-prediction.ts";
export { lowPass } from "./low-pass.ts";
export { hzToMel, type MelScale, melToHz } from "./mel.ts";
export { melBandEdges } from "./mel-band-edges.ts";
export { applyMelFilterbank, type MelFilterbank, type MelOptions, melFilterbank } from "./mel-filterbank.ts";
export { createRootFinder, type RootFinder } from "./polynomial-roots.ts";
export { createPowerPlan, type PadMode, type PowerPlan, powerPlan, rowsAtOnce } from "./power-plan.ts";
export {
	createPowerWalk,
	firstCentre,
	forEachPower,
	frameCount,
	type PowerRows,
	type PowerWalk,
	powerSpectrogram,
	type StftOptions,
} from "./power-spectrogram.ts";
export { decibels, powerToDb } from "./power-to-db.ts";
export { preemphasis } from "./preemphasis.ts";
export { resample } from "./resample.ts";
export { createSlidingProducts } from "./sliding-products.ts";
