import type { Heat } from "../../lib/feature-messages.ts";

/** A canvas ready to be drawn on in CSS pixels. */
export interface Surface {
	readonly context: CanvasRenderingContext2D;
	readonly width: number;
	readonly height: number;
	/** A colour of the theme, `--accent`. */
	colour(name: string): string;
}

/** Clears a canvas and fits it to its place on the screen; null where it cannot be drawn on. */
export function surfaceOf(canvas: HTMLCanvasElement): Surface | null {
	const context = canvas.getContext("2d");
	const { clientWidth: width, clientHeight: height } = canvas;
	if (context === null || width === 0 || height === 0) return null;
	canvas.width = Math.round(width * devicePixelRatio);
	canvas.height = Math.round(height * devicePixelRatio);
	context.scale(devicePixelRatio, devicePixelRatio);
	const style = getComputedStyle(canvas);
	return { context, width, height, colour: (name) => style.getPropertyValue(name).trim() };
}

/** The outline of a waveform, largest at the edge. */
export function drawOutline({ context, width, height, colour }: Surface, peaks: readonly number[]): void {
	const count = peaks.length / 2;
	const largest = peaks.reduce((most, value) => Math.max(most, Math.abs(value)), 0.02);
	context.fillStyle = colour("--accent");
	for (let i = 0; i < count; i++) {
		const low = (peaks[2 * i] as number) / largest;
		const high = (peaks[2 * i + 1] as number) / largest;
		const top = height / 2 - (high * height) / 2.1;
		context.fillRect(
			(i / count) * width,
			top,
			Math.max(0.6, width / count),
			Math.max(1, ((high - low) * height) / 2.1),
		);
	}
}

/** How a line is drawn: from `low` at the bottom to `high` at the top. */
interface LineOptions {
	readonly start: number;
	readonly step: number;
	readonly duration: number;
	readonly low: number;
	readonly high: number;
	readonly colour: string;
	readonly lineWidth?: number;
}

/** A line over time, broken where a value is NaN. */
export function drawLine(
	{ context, width, height }: Surface,
	values: ArrayLike<number>,
	{ start, step, duration, low, high, colour, lineWidth = 2 }: LineOptions,
): void {
	context.strokeStyle = colour;
	context.lineWidth = lineWidth;
	context.lineJoin = "round";
	context.lineCap = "round";
	context.beginPath();
	let open = false;
	for (let t = 0; t < values.length; t++) {
		const value = values[t] as number;
		if (!Number.isFinite(value)) {
			open = false;
			continue;
		}
		const x = ((start + t * step) / duration) * width;
		const y = height - ((value - low) / (high - low)) * height;
		if (open) context.lineTo(x, y);
		// A frame alone is a dot.
		else context.moveTo(x - 0.5, y);
		if (!open) context.lineTo(x, y);
		open = true;
	}
	context.stroke();
}

/** Dots over time, one for each finite value. */
export function drawDots(
	{ context, width, height }: Surface,
	{ rows, columns, data, start, step }: Heat,
	{ duration, high, colour }: { readonly duration: number; readonly high: number; readonly colour: string },
	where: (time: number) => boolean,
): void {
	context.fillStyle = colour;
	for (let t = 0; t < rows; t++) {
		const time = start + t * step;
		if (!where(time)) continue;
		for (let c = 0; c < columns; c++) {
			const value = data[t * columns + c] as number;
			if (!(value <= high)) continue;
			context.beginPath();
			context.arc((time / duration) * width, height - (value / high) * height, 1.6, 0, 2 * Math.PI);
			context.fill();
		}
	}
}

/**
 * A picture of numbers over time, the first column at the bottom, the larger the stronger.
 *
 * @param strength - Of a number of a column, 0–1.
 */
export function drawHeat(
	{ context, width, height, colour }: Surface,
	{ rows, columns, data }: Heat,
	strength: (value: number, column: number) => number,
): void {
	if (rows === 0 || columns === 0) return;
	const picture = new ImageData(rows, columns);
	const ink = rgbOf(colour("--accent"));
	for (let t = 0; t < rows; t++) {
		for (let c = 0; c < columns; c++) {
			const share = Math.max(0, Math.min(1, strength(data[t * columns + c] as number, c)));
			picture.data.set([...ink, 255 * share], 4 * ((columns - 1 - c) * rows + t));
		}
	}
	const small = new OffscreenCanvas(rows, columns);
	small.getContext("2d")?.putImageData(picture, 0, 0);
	context.imageSmoothingEnabled = columns > 64;
	context.drawImage(small, 0, 0, width, height);
}

/** The lowest and the highest of a column's numbers. */
export function columnRanges({ rows, columns, data }: Heat): readonly (readonly [number, number])[] {
	return Array.from({ length: columns }, (_, c) => {
		let low = Number.POSITIVE_INFINITY;
		let high = Number.NEGATIVE_INFINITY;
		for (let t = 0; t < rows; t++) {
			const value = data[t * columns + c] as number;
			if (value < low) low = value;
			if (value > high) high = value;
		}
		return [low, high] as const;
	});
}

function rgbOf(hex: string): [number, number, number] {
	const digits = hex.replace("#", "");
	return [0, 2, 4].map((i) => Number.parseInt(digits.slice(i, i + 2), 16)) as [number, number, number];
}
