import type { ReliabilityBin } from "@undertone/learn";

/** Confidence against the share that was right, as SVG; on the dashed line they agree. */
export function reliabilityChart(bins: readonly ReliabilityBin[]): string {
	const x = (share: number): string => (40 + 300 * share).toFixed(1);
	const y = (share: number): string => (320 - 300 * share).toFixed(1);
	const most = Math.max(1, ...bins.map(({ count }) => count));
	const points = bins.map(
		({ confidence, accuracy, count }) =>
			`<circle cx="${x(confidence)}" cy="${y(accuracy)}" r="${(3 + 4 * Math.sqrt(count / most)).toFixed(1)}" fill="var(--accent)"><title>${count} clips: confidence ${confidence.toFixed(3)}, right ${accuracy.toFixed(3)}</title></circle>`,
	);
	const line = bins.map(({ confidence, accuracy }) => `${x(confidence)},${y(accuracy)}`).join(" ");
	const ticks = [0, 0.5, 1].map(
		(share) =>
			`<text x="${x(share)}" y="340" text-anchor="middle">${share}</text><text x="32" y="${(Number(y(share)) + 4).toFixed(1)}" text-anchor="end">${share}</text>`,
	);
	return `<svg class="small" viewBox="0 0 380 365" role="img" aria-label="Confidence against the share that was right">
<path d="M${x(0)} ${y(0)}H${x(1)}M${x(0)} ${y(0)}V${y(1)}" stroke="var(--line)" fill="none"/>
<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="var(--soft)" stroke-dasharray="4 4" fill="none"/>
<polyline points="${line}" stroke="var(--accent)" fill="none"/>${points.join("")}${ticks.join("")}
<text x="190" y="360" text-anchor="middle">confidence</text></svg>`;
}
