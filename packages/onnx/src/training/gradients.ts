import { type Network, sizeOf, type Value } from "./network.ts";

/**
 * Appends the backward pass: the gradients of a scalar with respect to the given values.
 *
 * Only paths that lead to one of the values are followed.
 *
 * @param held - Those of `wrt` that are not to move.
 * @returns A gradient for each value of `wrt`, in its shape; zeros where `loss` does not depend on it, or it is held.
 * @see Linnainmaa (1970) for the reverse accumulation of derivatives
 */
export function gradients(
	network: Network,
	loss: Value,
	wrt: readonly Value[],
	held: ReadonlySet<Value> = new Set(),
): Value[] {
	const wanted = new Set(wrt.flatMap((value) => (held.has(value) ? [] : [value.name])));
	for (const { output, parents } of network.derivations) {
		if (parents.some(({ value }) => wanted.has(value.name))) wanted.add(output.name);
	}
	const collected = new Map<string, Value[]>([[loss.name, [network.constant(1)]]]);
	for (const { output, parents } of network.derivations.toReversed()) {
		const gradient = total(network, collected.get(output.name));
		if (gradient === undefined) continue;
		for (const { value, gradient: flow } of parents) {
			if (!wanted.has(value.name)) continue;
			const list = collected.get(value.name) ?? [];
			list.push(flow(gradient));
			collected.set(value.name, list);
		}
	}
	return wrt.map(
		(value) =>
			total(network, collected.get(value.name)) ??
			network.constant(new Float32Array(sizeOf(value.shape)), value.shape),
	);
}

function total(network: Network, parts: readonly Value[] | undefined): Value | undefined {
	const first = parts?.[0];
	if (parts === undefined || first === undefined || parts.length === 1) return first;
	return network.op("Sum", parts, first.shape);
}
