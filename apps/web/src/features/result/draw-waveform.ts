/**
 * Draws the outline of a recording; what was played in the accent colour.
 *
 * @param peaks - Pairs [low, high, …] in [-1, 1].
 * @param played - Share of the recording, 0–1.
 */
export function drawWaveform(canvas: HTMLCanvasElement, peaks: readonly number[], played: number): void {
	const context = canvas.getContext("2d");
	if (context === null) return;
	const scale = devicePixelRatio;
	const width = canvas.clientWidth;
	const height = canvas.clientHeight;
	canvas.width = width * scale;
	canvas.height = height * scale;
	context.scale(scale, scale);
	const style = getComputedStyle(canvas);
	const accent = style.getPropertyValue("--accent");
	const rest = style.getPropertyValue("--line-strong");
	const count = peaks.length / 2;
	const largest = Math.max(0.02, ...peaks.map(Math.abs));
	for (let i = 0; i < count; i++) {
		const low = (peaks[2 * i] as number) / largest;
		const high = (peaks[2 * i + 1] as number) / largest;
		const x = (i / count) * width;
		context.fillStyle = i / count < played ? accent : rest;
		const top = height / 2 - (high * (height - 12)) / 2;
		const bottom = height / 2 - (low * (height - 12)) / 2;
		context.fillRect(x, top, Math.max(0.6, width / count - 0.4), Math.max(1, bottom - top));
	}
}
