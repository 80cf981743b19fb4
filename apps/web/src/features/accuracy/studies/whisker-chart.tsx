/** A figure at one place of the horizontal axis. */
interface ChartPoint {
	readonly at: string;
	/** In the unit of the vertical axis. */
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** Figures that belong together, such as those of one recipe. */
export interface ChartSeries {
	readonly name: string;
	readonly points: readonly ChartPoint[];
}

const left = 38;
const right = 312;
const top = 24;
const bottom = 196;
/** Between series at one place, so that their whiskers do not hide each other. */
const apart = 9;

/**
 * Figures with whiskers at evenly spaced places.
 *
 * @param props.places - The horizontal axis, from left to right.
 * @param props.ticks - The vertical axis: from the first to the last of them.
 * @param props.joined - Whether the places are amounts, so that a line may join the figures.
 */
export function WhiskerChart({
	title,
	places,
	series,
	ticks,
	horizontal,
	vertical,
	joined = true,
	mark,
}: {
	readonly title: string;
	readonly places: readonly string[];
	readonly series: readonly ChartSeries[];
	readonly ticks: readonly number[];
	readonly horizontal: string;
	readonly vertical: string;
	readonly joined?: boolean;
	readonly mark?: number | undefined;
}) {
	const from = ticks[0] ?? 0;
	const to = ticks.at(-1) ?? 1;
	const y = (value: number): number => bottom - ((bottom - top) * (value - from)) / (to - from);
	const width = (right - left) / places.length;
	const x = (at: string, s: number): number =>
		left + width * (places.indexOf(at) + 0.5) + apart * (s - (series.length - 1) / 2);
	const words = series.map(
		({ name, points }) => `${name}: ${points.map(({ at, value }) => `${at} ${value.toFixed(1)}`).join(", ")}`,
	);
	return (
		<figure className="plain whisker-chart">
			<figcaption>{title}</figcaption>
			<svg
				className="chart"
				viewBox="0 0 320 236"
				role="img"
				aria-label={`${title}. ${vertical}. ${words.join("; ")}`}
			>
				<text x={0} y="11">
					{vertical}
				</text>
				{ticks.map((tick) => (
					<g key={tick}>
						<line x1={left} x2={right} y1={y(tick)} y2={y(tick)} className="grid" />
						<text x={left - 6} y={y(tick) + 4} textAnchor="end">
							{tick < 0 ? `−${-tick}` : tick}
						</text>
					</g>
				))}
				{mark !== undefined && <line className="chance" x1={left} x2={right} y1={y(mark)} y2={y(mark)} />}
				{places.map((place) => (
					<text
						key={place}
						x={left + width * (places.indexOf(place) + 0.5)}
						y={bottom + 16}
						textAnchor="middle"
					>
						{place}
					</text>
				))}
				<text x={(left + right) / 2} y={bottom + 34} textAnchor="middle">
					{horizontal}
				</text>
				{series.map(({ name, points }, s) => (
					<g key={name} className={`series series-${s}`}>
						{joined && (
							<polyline points={points.map(({ at, value }) => `${x(at, s)},${y(value)}`).join(" ")} />
						)}
						{points.map(({ at, value, low, high }) => (
							<g key={at}>
								{high > low && (
									<path d={`M${x(at, s)} ${y(low)}V${y(high)}m-3 0h6M${x(at, s) - 3} ${y(low)}h6`} />
								)}
								<Marker s={s} x={x(at, s)} y={y(value)} />
							</g>
						))}
					</g>
				))}
			</svg>
		</figure>
	);
}

/** A disc, a diamond or a triangle: told apart without colours too. */
function Marker({ s, x, y }: { readonly s: number; readonly x: number; readonly y: number }) {
	if (s === 0) return <circle cx={x} cy={y} r="4" />;
	if (s === 1) return <path className="filled" d={`M${x} ${y - 5}l5 5l-5 5l-5 -5z`} />;
	return <path className="filled" d={`M${x} ${y - 5}l5 8.5h-10z`} />;
}

/** Which mark stands for which series. */
export function ChartLegend({
	names,
	whisker,
	mark,
}: {
	readonly names: readonly string[];
	/** What the whiskers are, such as a 95 % interval. */
	readonly whisker: string;
	/** What the dashed line is. */
	readonly mark?: string | undefined;
}) {
	return (
		<ul className="legend chart-key">
			{names.map((name, s) => (
				<li key={name}>
					<svg viewBox="0 0 14 14" aria-hidden="true" className={`series series-${s}`}>
						<Marker s={s} x={7} y={7} />
					</svg>
					{name}
				</li>
			))}
			<li>
				<svg viewBox="0 0 14 14" aria-hidden="true" className="series">
					<path d="M7 1V13M4 1h6M4 13h6" />
				</svg>
				{whisker}
			</li>
			{mark !== undefined && (
				<li>
					<svg viewBox="0 0 14 14" aria-hidden="true">
						<line className="chance" x1="0" x2="14" y1="7" y2="7" />
					</svg>
					{mark}
				</li>
			)}
		</ul>
	);
}
