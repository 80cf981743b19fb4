/** The numbers behind a chart, folded away. */
export function NumberTable({
	head,
	rows,
}: {
	readonly head: readonly string[];
	/** The first of each is its name. */
	readonly rows: readonly (readonly string[])[];
}) {
	return (
		<details>
			<summary>The numbers</summary>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
			<section className="scroll" tabIndex={0} aria-label="The numbers">
				<table>
					<thead>
						<tr>
							{head.map((name, i) => (
								<th scope="col" className={i === 0 ? undefined : "number"} key={name}>
									{name}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{rows.map((cells) => (
							<tr key={cells[0]}>
								<th scope="row">{cells[0]}</th>
								{cells.slice(1).map((cell, i) => (
									<td className="number" key={head[i + 1]}>
										{cell}
									</td>
								))}
							</tr>
						))}
					</tbody>
				</table>
			</section>
		</details>
	);
}

/** `59.3 (55.0–63.5)`, in per cent. */
export function rangeWords({
	value,
	low,
	high,
}: {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}): string {
	const words = (share: number): string => (100 * share).toFixed(1);
	return high > low ? `${words(value)} (${words(low)}–${words(high)})` : words(value);
}
