/** A figure with an interval around it, beside its name. */
export interface WhiskerRow {
	readonly name: string;
	/** What stands beneath the name, such as a number of clips. */
	readonly note?: string;
	readonly value: number;
	readonly low: number;
	readonly high: number;
	readonly words: string;
}

/**
 * Figures beneath each other, each a dot with its interval on one axis.
 *
 * @param props.ticks - The axis: from the first to the last of them.
 * @param props.mark - Where the dashed line stands, such as no gain, or chance.
 */
export function WhiskerRows({
	label,
	rows,
	ticks,
	tickWords,
	mark,
}: {
	readonly label: string;
	readonly rows: readonly WhiskerRow[];
	readonly ticks: readonly number[];
	readonly tickWords: (tick: number) => string;
	readonly mark: number;
}) {
	const from = ticks[0] ?? 0;
	const to = ticks.at(-1) ?? 1;
	const x = (value: number): number => (100 * (value - from)) / (to - from);
	return (
		<section className="whiskers" aria-label={label}>
			<div className="whisker-row head soft small" aria-hidden="true">
				<span />
				<div className="whisker-axis">
					{ticks.map((tick) => (
						<span key={tick}>{tickWords(tick)}</span>
					))}
				</div>
				<span />
			</div>
			<dl className="whisker-rows">
				{rows.map(({ name, note, value, low, high, words }) => (
					<div className="whisker-row" key={name}>
						<dt>
							{name}
							{note !== undefined && <span className="soft small"> {note}</span>}
						</dt>
						<dd className="whisker">
							<svg className="figure-plot" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
								{ticks.map((tick) => (
									<line key={tick} className="grid" x1={x(tick)} x2={x(tick)} y1="0" y2="24" />
								))}
								<line className="chance" x1={x(mark)} x2={x(mark)} y1="0" y2="24" />
								<line className="interval" x1={x(low)} x2={x(high)} y1="12" y2="12" />
								<line className="point" x1={x(value)} x2={x(value)} y1="12" y2="12" />
							</svg>
						</dd>
						<dd className="small">{words}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
