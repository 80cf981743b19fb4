import { powerSpectrogram } from "@undertone/dsp";

const rangeDb = 70;

/**
 * Draws a spectrogram, 0–8 kHz from bottom to top, the louder the stronger.
 *
 * @param signal - Mono at 16 kHz.
 */
export function drawSpectrogram(canvas: HTMLCanvasElement, signal: Float32Array): void {
	const context = canvas.getContext("2d");
	if (context === null || signal.length < 512) return;
	const columns = Math.max(50, Math.min(1200, Math.round(canvas.clientWidth * devicePixelRatio)));
	const hopLength = Math.max(64, Math.floor(signal.length / columns));
	const power = powerSpectrogram(signal, { nFft: 512, winLength: 400, hopLength });
	const bins = power.columns;
	let loudest = 1e-12;
	for (const value of power.data) if (value > loudest) loudest = value;
	const picture = new ImageData(power.rows, bins);
	const ink = rgbOf(getComputedStyle(canvas).getPropertyValue("--accent"));
	for (let t = 0; t < power.rows; t++) {
		for (let k = 0; k < bins; k++) {
			const db = 10 * Math.log10((power.data[t * bins + k] as number) / loudest + 1e-12);
			const at = 4 * ((bins - 1 - k) * power.rows + t);
			picture.data.set([...ink, 255 * Math.max(0, 1 + db / rangeDb)], at);
		}
	}
	canvas.width = power.rows;
	canvas.height = bins;
	context.putImageData(picture, 0, 0);
}

function rgbOf(colour: string): [number, number, number] {
	const hex = colour.trim().replace("#", "");
	return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
}
