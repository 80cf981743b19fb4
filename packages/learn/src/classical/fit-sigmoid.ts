/** p = 1 / (1 + exp(−(slope · d + offset))). */
export interface Sigmoid {
	readonly slope: number;
	readonly offset: number;
}

/**
 * Platt's sigmoid: the probability of the positive class from a decision value, by Newton's method on the
 * cross-entropy with targets moved off 0 and 1 by the class counts.
 *
 * @param decisions - Of samples the machine was not fitted on.
 * @param positive - Whether each is of the positive class.
 * @see Platt (1999), Probabilistic outputs for support vector machines; Lin, Lin & Weng (2007),
 *   doi:10.1007/s10994-007-5018-6
 */
export function fitSigmoid(decisions: ArrayLike<number>, positive: readonly boolean[]): Sigmoid {
	const n = positive.length;
	const many = positive.filter(Boolean).length;
	const high = (many + 1) / (many + 2);
	const low = 1 / (n - many + 2);
	let slope = 0;
	let offset = Math.log((many + 1) / (n - many + 1));
	const loss = (a: number, b: number): number => {
		let sum = 0;
		for (let i = 0; i < n; i++) {
			const z = a * (decisions[i] as number) + b;
			// −t log σ(z) − (1 − t) log(1 − σ(z)) = log(1 + e^−|z|) + max(z, 0) − t z.
			sum += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - (positive[i] ? high : low) * z;
		}
		return sum;
	};
	let value = loss(slope, offset);
	for (let step = 0; step < 100; step++) {
		let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
		for (let i = 0; i < n; i++) {
			const d = decisions[i] as number;
			const p = 1 / (1 + Math.exp(-(slope * d + offset)));
			const error = p - (positive[i] ? high : low);
			const curve = p * (1 - p);
			ga += error * d;
			gb += error;
			haa += curve * d * d;
			hab += curve * d;
			hbb += curve;
		}
		if (Math.abs(ga) < 1e-6 && Math.abs(gb) < 1e-6) break;
		const determinant = haa * hbb - hab * hab;
		const da = -(hbb * ga - hab * gb) / determinant;
		const db = -(haa * gb - hab * ga) / determinant;
		const descent = ga * da + gb * db;
		let size = 1;
		while (size > 1e-10) {
			const next = loss(slope + size * da, offset + size * db);
			if (next < value + 1e-4 * size * descent) {
				slope += size * da;
				offset += size * db;
				value = next;
				break;
			}
			size /= 2;
		}
		if (size <= 1e-10) break;
	}
	return { slope, offset };
}
