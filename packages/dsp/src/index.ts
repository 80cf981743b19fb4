export { dct } from "./dct.ts";
export { createRealFft, type RealFft } from "./fft.ts";
export { hann } from "./hann.ts";
export { hzToMel, type MelScale, melToHz } from "./mel.ts";
export { applyMelFilterbank, type MelFilterbank, type MelOptions, melFilterbank } from "./mel-filterbank.ts";
export { powerSpectrogram, type StftOptions } from "./power-spectrogram.ts";
export { powerToDb } from "./power-to-db.ts";
export { resample } from "./resample.ts";
