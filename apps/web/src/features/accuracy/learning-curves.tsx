import type { ResultDetail } from "@undertone/api";

const left = 44;
const width = 640;
const height = 220;

/** How the networks of a result learnt: loss by epoch, in training and on what was held out. */
export function LearningCurves({ curves }: { readonly curves: ResultDetail["curves"] }) {
	if (curves.length === 0) return null;
	const losses = curves.flat().flatMap(({ loss, validationLoss }) => [loss, validationLoss ?? loss]);
	const highest = Math.max(...losses);
	const epochs = Math.max(...curves.flat().map(({ epoch }) => epoch));
	const x = (epoch: number): number => left + (width * (epoch - 1)) / Math.max(1, epochs - 1);
	const y = (loss: number): number => 12 + height * (1 - loss / highest);
	const line = (values: readonly (readonly [epoch: number, loss: number])[]): string =>
		values.map(([epoch, loss]) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`).join(" ");
	const isHeldOut = curves.flat().some(({ validationLoss }) => validationLoss !== undefined);
	const mean = (read: (epoch: ResultDetail["curves"][number][number]) => number | undefined): string => {
		const last = curves.flatMap((curve) => read(curve.at(-1) as (typeof curve)[number]) ?? []);
		return (last.reduce((sum, value) => sum + value, 0) / last.length).toFixed(2);
	};
	const words = `Loss by epoch, ${curves.length} ${curves.length === 1 ? "network" : "networks"}: after ${epochs} epochs ${mean(({ loss }) => loss)} in training${isHeldOut ? `, ${mean(({ validationLoss }) => validationLoss)} held out` : ""}`;
	return (
		<section className="card span">
			<h2>How it learnt</h2>
			<svg
				className="chart wide"
				viewBox={`0 0 ${left + width + 8} ${height + 50}`}
				role="img"
				aria-label={words}
			>
				{[0, 0.5, 1].map((share) => (
					<g key={share}>
						<line
							x1={left}
							x2={left + width}
							y1={y(share * highest)}
							y2={y(share * highest)}
							stroke="var(--line)"
						/>
						<text x={left - 6} y={y(share * highest) + 4} textAnchor="end">
							{(share * highest).toFixed(1)}
						</text>
					</g>
				))}
				{curves.map((curve, f) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: fits have no other name
					<g key={f} fill="none" stroke="var(--accent)" strokeOpacity={curves.length === 1 ? 1 : 0.5}>
						<polyline points={line(curve.map(({ epoch, loss }) => [epoch, loss]))} />
						<polyline
							strokeDasharray="4 4"
							points={line(
								curve.flatMap(({ epoch, validationLoss }) =>
									validationLoss === undefined ? [] : [[epoch, validationLoss] as const],
								),
							)}
						/>
					</g>
				))}
				<text x={left} y={height + 36}>
					epoch 1
				</text>
				<text x={left + width} y={height + 36} textAnchor="end">
					{epochs}
				</text>
			</svg>
			<p className="soft small">
				Mean loss of an epoch: solid in training{isHeldOut ? ", dashed on what was held out of it" : ""}
				{curves.length === 1 ? "" : `; ${curves.length} networks`}.
			</p>
		</section>
	);
}
