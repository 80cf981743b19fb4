import { escapeHtml } from "./html.ts";

/** Horizontal bars with names and counts, as SVG. */
export function barChart(entries: readonly (readonly [name: string, count: number])[]): string {
	const most = Math.max(1, ...entries.map(([, count]) => count));
	const bars = entries.map(([name, count], i) => {
		const y = 26 * i;
		const width = (560 * count) / most;
		return `<text x="0" y="${y + 17}">${escapeHtml(name)}</text><rect x="110" y="${y + 4}" width="${width.toFixed(1)}" height="18" rx="3" fill="var(--accent)"/><text x="${(118 + width).toFixed(1)}" y="${y + 17}">${count.toLocaleString("en")}</text>`;
	});
	return `<svg viewBox="0 0 760 ${26 * entries.length}" role="img" aria-label="Clips by class">${bars.join("")}</svg>`;
}

/** A histogram of seconds in 30 bins, as SVG. */
export function histogram(values: readonly number[], unit: string): string {
	const low = Math.min(...values);
	const high = Math.max(...values);
	const bins = new Array<number>(30).fill(0);
	for (const value of values) {
		const bin = high > low ? Math.min(29, Math.floor((30 * (value - low)) / (high - low))) : 0;
		bins[bin] = (bins[bin] ?? 0) + 1;
	}
	const most = Math.max(...bins);
	const bars = bins.map((count, i) => {
		const height = (150 * count) / most;
		return `<rect x="${25 * i}" y="${(160 - height).toFixed(1)}" width="23" height="${height.toFixed(1)}" fill="var(--accent)"/>`;
	});
	const axis = `<text x="0" y="180">${low.toFixed(2)} ${unit}</text><text x="750" y="180" text-anchor="end">${high.toFixed(2)} ${unit}</text>`;
	return `<svg viewBox="0 0 750 190" role="img" aria-label="Histogram">${bars.join("")}${axis}</svg>`;
}

/** A waveform as SVG; the picture's height is ±`scale`. */
export function waveform(signal: Float32Array, scale: number): string {
	const columns = 420;
	const path: string[] = [];
	for (let c = 0; c < columns; c++) {
		const from = Math.floor((c * signal.length) / columns);
		const to = Math.max(from + 1, Math.floor(((c + 1) * signal.length) / columns));
		let low = 0;
		let high = 0;
		for (let i = from; i < to; i++) {
			low = Math.min(low, signal[i] ?? 0);
			high = Math.max(high, signal[i] ?? 0);
		}
		path.push(`M${c} ${(60 - (60 * high) / scale).toFixed(1)}V${(60.5 - (60 * low) / scale).toFixed(1)}`);
	}
	return `<svg viewBox="0 0 ${columns} 120" role="img" aria-label="Waveform"><path d="${path.join("")}" stroke="var(--accent)" fill="none"/></svg>`;
}
