import type { FaceRecipe } from "./face-recipe.ts";

/** A face network in a few words, for a result. */
export function describeFaceNetwork({
	network,
	training: { epochs, optimizer, sharpness = 0 },
	teacher,
	start,
}: Pick<FaceRecipe, "network" | "training" | "teacher" | "start">): string {
	const taught = teacher === undefined ? "" : ", taught";
	const descent = optimizer === "sgd" ? ", by gradient descent" : "";
	const flat = sharpness > 0 ? ", sharpness-aware" : "";
	const passes = `${epochs}${typeof start === "string" ? " more" : ""} epochs${descent}${flat}${taught}`;
	if (network.kind === "mobilenet") {
		const { blocks, side, frozen, depthwiseFrozen } = network;
		const from = typeof start === "object" ? ` from ${start.package}'s ${start.file.split("/").at(-1)}` : "";
		const first = frozen === 0 ? "" : `, the first ${frozen} as given`;
		const held = depthwiseFrozen ? `${first}, convolutions of single channels too` : first;
		return `MobileNet${from}, ${blocks} blocks${held}, at ${side} × ${side}, ${passes}`;
	}
	const { filters, kind, depth, stem } = network;
	const stages = kind === "parallel" ? "two branches a stage" : `${depth} convolutions a stage, residual`;
	const fine = stem === "residual" ? ", two before the first halving" : "";
	return `cnn ${filters.join("-")}, ${stages}${fine}, ${passes}`;
}
