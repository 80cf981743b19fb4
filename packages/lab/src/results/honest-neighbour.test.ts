import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { honestNeighbour } from "./honest-neighbour.ts";
import { readResults } from "./read-results.ts";
import type { Result } from "./result.ts";

const random = {
	id: "random",
	corpora: ["EMO-DB"],
	split: "random",
	adaptation: { kind: "none", k: 0 },
	classifier: "mlp, hidden 512-128, mixup 0.2",
	features: "undertone@2",
	labels: ["neutral", "happy"],
	notes: ["Trained with copies of the clips too: pitch -2."],
} as const satisfies Partial<Result>;
const honest = { ...random, id: "honest", split: "speaker-independent" } as const;

describe("the honest neighbour of a random split", () => {
	it("is the same recipe on voices that it has not heard", () => {
		expect(honestNeighbour(random, [random, honest])?.id).toBe("honest");
	});

	it("is none of other settings, features, copies, classes, adaptation or corpora", () => {
		const others = [
			{ ...honest, classifier: "mlp, hidden 256-128" },
			{ ...honest, features: "undertone@1" },
			{ ...honest, notes: [] },
			{ ...honest, labels: ["neutral", "sad"] as const },
			{ ...honest, adaptation: { kind: "transductive", k: 0 } as const },
			{ ...honest, corpora: ["RAVDESS"] },
			{ ...honest, split: "sentence-independent" as const },
		];
		expect(honestNeighbour(random, others)).toBeUndefined();
	});

	it("is not asked for where voices are unheard already", () => {
		expect(honestNeighbour(honest, [honest])).toBeUndefined();
	});

	it("is stored for every random split that is stored", async () => {
		const results = await readResults(join(import.meta.dirname, "../../../../results"));
		const alone = results
			.filter(({ split }) => split === "random")
			.filter((result) => honestNeighbour(result, results) === undefined);
		expect(alone.map(({ id }) => id)).toEqual([]);
	});
});
