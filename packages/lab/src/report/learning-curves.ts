import type { Curve } from "../results/store-curves.ts";

/** Loss by epoch, as SVG: training solid, held-out speakers dashed. */
export function curvesChart(curves: readonly Curve[]): string {
	const values = curves.flat().flatMap(({ loss, validationLoss }) => [loss, validationLoss ?? loss]);
	const highest = Math.max(...values.filter(Number.isFinite));
	const epochs = Math.max(...curves.map((curve) => curve.length));
	const line = (curve: Curve, read: (epoch: Curve[number]) => number | undefined, dash: string): string => {
		const points = curve.flatMap((progress, e) => {
			const value = read(progress);
			if (value === undefined || !Number.isFinite(value)) return [];
			return [
				`${(40 + (680 * e) / Math.max(1, epochs - 1)).toFixed(1)},${(220 - (200 * value) / highest).toFixed(1)}`,
			];
		});
		return points.length < 2
			? ""
			: `<polyline points="${points.join(" ")}" fill="none" stroke="var(--accent)" stroke-opacity="0.5"${dash}/>`;
	};
	const lines = curves.map(
		(curve) =>
			line(curve, ({ loss }) => loss, "") +
			line(curve, ({ validationLoss }) => validationLoss, ` stroke-dasharray="3 3"`),
	);
	return `<svg viewBox="0 0 740 245" role="img" aria-label="Loss by epoch">
<path d="M40 220H720M40 220V20" stroke="var(--line)" fill="none"/>${lines.join("")}
<text x="34" y="26" text-anchor="end">${highest.toFixed(1)}</text><text x="34" y="224" text-anchor="end">0</text>
<text x="720" y="240" text-anchor="end">epoch ${epochs}</text></svg>`;
}
