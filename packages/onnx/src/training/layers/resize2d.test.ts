import { expect, it } from "vitest";
import { createSession } from "../../create-session.ts";
import { float32Data, float32Tensor } from "../../tensor.ts";
import { compileEvaluation } from "../compile.ts";
import { resize2d } from "./resize2d.ts";
import { flatten } from "./shape.ts";

it("interpolates between the centres of pixels and repeats the edges", async () => {
	const session = await createSession(
		compileEvaluation({
			inputs: { x: [1, 1, 2] },
			classes: 8,
			layers: (network, { x }) => flatten(network, resize2d(network, x!, [2, 4])),
		}),
	);
	const { logits } = await session.run({ x: float32Tensor(Float32Array.of(0, 1), [1, 1, 1, 2]) });
	// Centres of the four lie at −0.25, 0.25, 0.75 and 1.25 of the two.
	const row = [0, 0.25, 0.75, 1];
	expect([...float32Data(logits, "logits")]).toEqual([...row, ...row]);
});
