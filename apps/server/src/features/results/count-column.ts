/**
 * How often each value stands in a column of a table. Only this column is read, because there are hundreds of thousands
 * of rows behind all figures; it is counted from the end, where no field holds a comma.
 *
 * @param table - A csv with a heading.
 * @returns Empty if there are no rows.
 */
export function countColumn(table: string, column: string): Map<string, number> {
	const [heading = "", ...rows] = table.trimEnd().split("\n");
	const names = heading.split(",");
	const fromEnd = names.indexOf(column) - names.length;
	const counts = new Map<string, number>();
	for (const row of rows) {
		const value = row.split(",").at(fromEnd) ?? "";
		counts.set(value, (counts.get(value) ?? 0) + 1);
	}
	return counts;
}
