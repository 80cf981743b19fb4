import type { Network, Value } from "../network.ts";

/**
 * Sets a random share of the elements to zero while training and scales the others up; identity otherwise.
 *
 * The mask is an input of the training graph, so that one seed gives the same training everywhere.
 *
 * @param rate - Share of elements set to zero, in [0, 1).
 * @param options.maskShape - Shape of the mask, broadcast over `x` (whole channels, whole rows); that of `x`
 *   by default.
 * @throws {RangeError} If `rate` is outside [0, 1).
 * @see Srivastava et al. (2014), Dropout, Journal of Machine Learning Research 15
 */
export function dropout(
	network: Network,
	x: Value,
	rate: number,
	{ maskShape = x.shape }: { readonly maskShape?: readonly number[] } = {},
): Value {
	if (!(rate >= 0 && rate < 1)) {
		throw new RangeError(`dropout: rate must be in [0, 1), got ${rate}.`);
	}
	if (!network.training || rate === 0) return x;
	const mask = network.mask(maskShape, rate);
	return network.derive(network.op("Mul", [x, mask], x.shape), [
		{ value: x, gradient: (g) => network.op("Mul", [g, mask], x.shape) },
	]);
}
