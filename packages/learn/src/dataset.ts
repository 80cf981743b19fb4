import { type Matrix, row, zeros } from "@undertone/core";

/** Samples with their classes. */
export interface Dataset {
	/** A row a sample; NaN marks an undefined feature. */
	readonly x: Matrix;
	/** Index into `labels` for every row. */
	readonly y: Int32Array;
	readonly labels: readonly string[];
	/**
	 * Which classes a sample could have had, shape `[rows × labels]`, 1 or 0: 0 where the sample's corpus lacks
	 * the class, so that its absence teaches nothing. All are allowed when left out.
	 */
	readonly allowed?: Uint8Array;
	/** Speaker of every row, kept together in inner folds (calibration, hierarchies, feature selection). */
	readonly groups?: readonly string[];
}

/** The rows of a dataset with the given indices, in their order. */
export function subset(data: Dataset, indices: ArrayLike<number>): Dataset {
	const { labels, allowed, groups } = data;
	const part: Dataset = {
		x: takeRows(data.x, indices),
		y: Int32Array.from(indices, (i) => data.y[i] as number),
		labels,
		...(groups === undefined ? {} : { groups: Array.from(indices, (i) => groups[i] as string) }),
	};
	if (allowed === undefined) return part;
	const mask = new Uint8Array(indices.length * labels.length);
	for (let i = 0; i < indices.length; i++) {
		const from = (indices[i] as number) * labels.length;
		mask.set(allowed.subarray(from, from + labels.length), i * labels.length);
	}
	return { ...part, allowed: mask };
}

/** The rows of a matrix with the given indices, in their order. */
export function takeRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
	const taken = zeros(indices.length, matrix.columns);
	for (let i = 0; i < indices.length; i++) {
		taken.data.set(row(matrix, indices[i] as number), i * matrix.columns);
	}
	return taken;
}

/** The rows of several matrices of as many columns, one below the other. */
export function stackRows(parts: readonly Matrix[]): Matrix {
	const rows = parts.reduce((sum, part) => sum + part.rows, 0);
	const stacked = zeros(rows, parts[0]?.columns ?? 0);
	let at = 0;
	for (const { data } of parts) {
		stacked.data.set(data, at);
		at += data.length;
	}
	return stacked;
}

/**
 * Checks what every estimator needs.
 *
 * @param name - The estimator, for the message.
 * @throws {RangeError} If there are no samples or features, lengths differ, a class index is out of range, an
 *   element is infinite, a sample's own class is not allowed, or all samples are of one class.
 */
export function checkDataset({ x, y, labels, allowed }: Dataset, name: string): void {
	const fail = (message: string): never => {
		throw new RangeError(`${name}.fit: ${message}`);
	};
	if (x.rows === 0 || x.columns === 0) {
		fail(`there must be samples and features, got ${x.rows} × ${x.columns}. Give it labelled clips.`);
	}
	if (y.length !== x.rows) {
		fail(`x and y must have one length, got ${x.rows} rows and ${y.length} classes.`);
	}
	if (labels.length < 2) {
		fail(`there must be at least two labels, got ${labels.length} (${labels.join(", ")}).`);
	}
	const seen = new Set<number>();
	for (let i = 0; i < y.length; i++) {
		const c = y[i] as number;
		if (!(c >= 0 && c < labels.length)) {
			fail(`classes must be in [0, ${labels.length}), got ${c} in row ${i}. Leave unlabelled clips out.`);
		}
		if (allowed !== undefined && allowed[i * labels.length + c] === 0) {
			fail(`a sample's own class must be allowed, but "${labels[c]}" is not in row ${i}.`);
		}
		seen.add(c);
	}
	if (seen.size < 2) {
		fail(
			`samples must be of at least two classes, got only "${labels[y[0] as number]}". Add clips of others.`,
		);
	}
	for (let i = 0; i < x.data.length; i++) {
		if (Math.abs(x.data[i] as number) === Number.POSITIVE_INFINITY) {
			fail(
				`features must be finite or NaN, got ${x.data[i]} in row ${Math.floor(i / x.columns)}, ` +
					`column ${i % x.columns}.`,
			);
		}
	}
}

/**
 * Class indices of labels.
 *
 * @throws {RangeError} If a label is not among `labels`; NaN and missing labels are refused so too.
 */
export function encodeLabels(values: readonly string[], labels: readonly string[]): Int32Array {
	return Int32Array.from(values, (value, i) => {
		const c = labels.indexOf(value);
		if (c < 0) {
			throw new RangeError(
				`encodeLabels: labels must be among ${labels.join(", ")}, got "${value}" at ${i}.`,
			);
		}
		return c;
	});
}
