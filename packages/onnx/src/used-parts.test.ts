import { describe, expect, it } from "vitest";
import { createGraphBuilder } from "./graph-builder.ts";
import { usedParts } from "./used-parts.ts";

describe("usedParts", () => {
	it("leaves out what leads to no output, constants and all", () => {
		const builder = createGraphBuilder("two heads");
		const x = builder.input("x", ["N"]);
		const many = new Float32Array(20).fill(1);
		const [kept, dropped] = [1, 2].map((factor) =>
			builder.constant({ type: "float32", dims: [20], data: many.map((one) => one * factor) }),
		) as [string, string];
		builder.node("Exp", [builder.node("Mul", [x, dropped])]);
		builder.output("y", builder.node("Neg", [builder.node("Mul", [x, kept])]), ["N"]);
		const whole = builder.build();
		const { nodes, initializers, outputs } = usedParts(whole);
		expect(nodes.map(({ op }) => op)).toEqual(
			whole.nodes
				.map(({ op }) => op)
				.filter((op) => op !== "Exp")
				.slice(1),
		);
		expect(initializers.map(({ name }) => name)).toEqual([kept]);
		expect(outputs).toEqual(whole.outputs);
	});

	it("keeps what a graph within a node takes from around it", () => {
		const inner = createGraphBuilder("inner");
		inner.output("out", inner.node("Neg", ["main/0"]), ["N"]);
		const builder = createGraphBuilder("main");
		const data = Float32Array.of(...Array.from({ length: 20 }, (_, i) => i));
		const outer = builder.constant({ type: "float32", dims: [20], data });
		expect(outer).toBe("main/0");
		const condition = builder.input("c", []);
		builder.output("y", builder.node("If", [condition], { then_branch: { graph: inner.build() } }), ["N"]);
		expect(usedParts(builder.build()).initializers.map(({ name }) => name)).toEqual([outer]);
	});
});
