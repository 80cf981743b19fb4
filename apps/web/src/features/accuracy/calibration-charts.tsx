import type { ResultDetail } from "@undertone/api";
import { percent } from "../../lib/format.ts";

const x = (value: number): number => 44 + 250 * value;
const y = (value: number): number => 250 - 230 * value;

/** How often an answer was right, by how sure the model said it was. */
export function Reliability({ bins }: { readonly bins: ResultDetail["tables"]["reliability"] }) {
	const words = bins
		.map((bin) => `said ${percent(bin.confidence)}, right ${percent(bin.accuracy)}`)
		.join("; ");
	return (
		<Chart
			label={`Reliability diagram: ${words}`}
			horizontal="what it said"
			vertical="how often it was right"
		>
			<line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--line-strong)" strokeDasharray="4 4" />
			<Curve points={bins.map((bin) => [bin.confidence, bin.accuracy])} dots />
		</Chart>
	);
}

/** Accuracy of the answers given, by the share of recordings that get one. */
export function Coverage({ points }: { readonly points: ResultDetail["tables"]["coverage"] }) {
	const at = (coverage: number) =>
		points.reduce<(typeof points)[number] | undefined>(
			(best, point) =>
				best === undefined || Math.abs(point.coverage - coverage) < Math.abs(best.coverage - coverage)
					? point
					: best,
			undefined,
		);
	const words = [1, 0.8, 0.5, 0.3]
		.map((coverage) => at(coverage))
		.filter((point) => point !== undefined)
		.map((point) => `${percent(point.coverage)} answered, ${percent(point.accuracy)} right`)
		.join("; ");
	return (
		<Chart label={`Coverage: ${words}`} horizontal="share answered" vertical="share right">
			<Curve points={points.map(({ coverage, accuracy }) => [coverage, accuracy])} />
		</Chart>
	);
}

function Chart({
	label,
	horizontal,
	vertical,
	children,
}: {
	readonly label: string;
	readonly horizontal: string;
	readonly vertical: string;
	readonly children: React.ReactNode;
}) {
	return (
		<svg className="chart" viewBox="0 0 310 290" role="img" aria-label={label}>
			{[0, 0.25, 0.5, 0.75, 1].map((tick) => (
				<g key={tick}>
					<line x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} stroke="var(--line)" />
					<line x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} stroke="var(--line)" />
					<text x={x(tick)} y={y(0) + 16} textAnchor="middle">
						{percent(tick)}
					</text>
					<text x={x(0) - 6} y={y(tick) + 4} textAnchor="end">
						{percent(tick)}
					</text>
				</g>
			))}
			{children}
			<text x={x(0.5)} y="286" textAnchor="middle">
				{horizontal}
			</text>
			<text x={x(0)} y="12">
				{vertical}
			</text>
		</svg>
	);
}

function Curve({
	points,
	dots = false,
}: {
	readonly points: readonly (readonly [number, number])[];
	readonly dots?: boolean;
}) {
	return (
		<>
			<polyline
				points={points.map(([a, b]) => `${x(a)},${y(b)}`).join(" ")}
				fill="none"
				stroke="var(--accent)"
				strokeWidth="2"
			/>
			{dots && points.map(([a, b]) => <circle key={a} cx={x(a)} cy={y(b)} r="3.5" fill="var(--accent)" />)}
		</>
	);
}
