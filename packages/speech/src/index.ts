export { columnMeans } from "./functionals/column-means.ts";
export { functionalNames, functionals } from "./functionals/functionals.ts";
export { type F0Track, type TrackF0Options, trackF0 } from "./pitch/track-f0.ts";
export type { FeatureDescription, FeatureSet } from "./sets/feature-set.ts";
export { featureSets, getFeatureSet } from "./sets/registry.ts";
export { type MfccOptions, mfcc } from "./spectral/mfcc.ts";
export { spectralShape, spectralShapeNames } from "./spectral/spectral-shape.ts";
