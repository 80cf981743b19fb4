export { type AddNoiseOptions, addNoise } from "./add-noise.ts";
export { type BabbleOptions, babble } from "./babble.ts";
export { type ChangePitchOptions, changePitch } from "./change-pitch.ts";
export { type ChangeTempoOptions, changeTempo } from "./change-tempo.ts";
export { convolve } from "./convolve.ts";
export { convolveRoom } from "./convolve-room.ts";
export { gain } from "./gain.ts";
export { type MicrophoneResponseOptions, microphoneResponse } from "./microphone-response.ts";
export { telephoneBand } from "./telephone-band.ts";
