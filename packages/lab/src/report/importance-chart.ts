import type { StoredImportance } from "../explain/read-importance.ts";
import { escapeHtml } from "./html.ts";

/** How many contours are drawn. */
const most = 20;

/** The contours that a model misses most, with their intervals, as SVG; the line is at no loss. */
export function importanceChart(importances: readonly StoredImportance[]): string {
	const shown = importances.slice(0, most);
	const low = Math.min(0, ...shown.map((one) => one.low));
	const high = Math.max(0.01, ...shown.map((one) => one.high));
	const x = (value: number): string => (250 + (400 * (value - low)) / (high - low)).toFixed(1);
	const lines = shown.map(({ family, features, decrease, low: from, high: to }, i) => {
		const y = 26 * i + 13;
		const points = `${(100 * decrease).toFixed(1)} (${(100 * from).toFixed(1)} to ${(100 * to).toFixed(1)})`;
		return `<text x="0" y="${y + 5}">${escapeHtml(family)} <tspan fill="var(--soft)">${features}</tspan></text><line x1="${x(from)}" x2="${x(to)}" y1="${y}" y2="${y}" stroke="var(--accent)" stroke-width="2"/><circle cx="${x(decrease)}" cy="${y}" r="4" fill="var(--accent)"/><text x="665" y="${y + 5}">${points}</text>`;
	});
	const height = 26 * shown.length;
	const zero = `<line x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}" stroke="var(--line)"/>`;
	return `<div class="scroll"><svg class="wide" viewBox="0 0 820 ${height}" role="img" aria-label="Loss of UAR without each contour, in points, with 95 % intervals">${zero}${lines.join("")}</svg></div>`;
}
