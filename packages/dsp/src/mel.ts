/** HTK's formula, or Slaney's Auditory Toolbox: linear below 1 kHz, logarithmic above (librosa's default). */
export type MelScale = "htk" | "slaney";

const slaneyStep = 200 / 3;
const slaneyBreak = 1000 / slaneyStep;
const slaneyLog = Math.log(6.4) / 27;

/** A frequency in Hz on the mel scale. */
export function hzToMel(hz: number, scale: MelScale = "slaney"): number {
	if (scale === "htk") return 2595 * Math.log10(1 + hz / 700);
	return hz < 1000 ? hz / slaneyStep : slaneyBreak + Math.log(hz / 1000) / slaneyLog;
}

/** A place on the mel scale in Hz. */
export function melToHz(mel: number, scale: MelScale = "slaney"): number {
	if (scale === "htk") return 700 * (10 ** (mel / 2595) - 1);
	return mel < slaneyBreak ? mel * slaneyStep : 1000 * Math.exp(slaneyLog * (mel - slaneyBreak));
}
