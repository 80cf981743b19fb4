import type { Network, Value } from "../network.ts";

/**
 * Mean cross-entropy between softmax(logits) and the targets, weighted by sample.
 *
 * loss = Σ wᵢ · (−Σ_c t_ic log p_ic) / Σ wᵢ. Targets may be soft (label smoothing, mixup), and all 0 where a sample
 * says nothing: then it moves nothing. A class that a sample's corpus lacks is taken out of its softmax by an `offset`
 * of −10⁹; its target must be 0.
 *
 * @param logits - Shape `[batch, classes]`.
 * @param targets - Same shape, not negative.
 * @param weights - Shape `[batch]`, not negative, not all 0.
 * @param offset - Same shape as the logits: 0 where a class is allowed.
 * @returns A scalar.
 */
export function softmaxCrossEntropy(
	network: Network,
	logits: Value,
	targets: Value,
	weights: Value,
	offset?: Value,
): Value {
	const [batch = -1] = logits.shape;
	const { shape } = logits;
	const masked = offset === undefined ? logits : network.op("Add", [logits, offset], shape);
	const logProbabilities = network.op("LogSoftmax", [masked], shape, { axis: 1 });
	const axis = network.builder.ints([1]);
	const products = network.op("Mul", [targets, logProbabilities], shape);
	const likelihoods = network.op("ReduceSum", [products, axis], [batch], { keepdims: 0 });
	const sum = network.op("ReduceSum", [weights], [], { keepdims: 0 });
	const shares = network.op("Div", [weights, sum], [batch]);
	const weighted = network.op("Mul", [likelihoods, shares], [batch]);
	const loss = network.op("Neg", [network.op("ReduceSum", [weighted], [], { keepdims: 0 })], []);
	return network.derive(loss, [
		{
			value: logits,
			gradient: (g) => {
				// d loss / d logit_c = (p_c Σ t − t_c) w / Σ w.
				const probabilities = network.op("Exp", [logProbabilities], shape);
				const mass = network.op("ReduceSum", [targets, axis], [batch, 1], { keepdims: 1 });
				const expected = network.op("Mul", [probabilities, mass], shape);
				const difference = network.op("Sub", [expected, targets], shape);
				const column = network.op("Unsqueeze", [shares, axis], [batch, 1]);
				const scaled = network.op("Mul", [column, g], [batch, 1]);
				return network.op("Mul", [difference, scaled], shape);
			},
		},
	]);
}
